using Capsule.Data;
using Capsule.Sample.Migrations;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Migrations.Tests;

/// <summary>Runs the sample bundle's migrations in this process, on a database and a role of the test's own.</summary>
internal sealed class SampleRun : IAsyncDisposable
{
    public const string Password = "p'ä\"ss\\w $1";

    /// <summary>The steps of Capsule.Data, which come before the sample's own migrations.</summary>
    public static readonly string[] LibrarySteps =
    [
        "Capsule.Data/001_extensions",
        "Capsule.Data/002_updated_at",
        "Capsule.Data/003_service_settings",
        "Capsule.Data/004_partitions",
    ];

    private readonly TestDatabase _database;

    private SampleRun(TestDatabase database) => _database = database;

    /// <summary>As awkward as a name can be, and the test's own.</summary>
    public string RoleName { get; } = $"role \"{Guid.NewGuid():n}'\\";

    public string ConnectionString => _database.ConnectionString;

    public string Name => _database.Name;

    public List<string> Progress { get; } = [];

    public static async Task<SampleRun> CreateAsync() => new(await TestDatabase.CreateAsync());

    public Task<MigrationReport> MigrateAsync(
        string? password = Password,
        string? schema = null,
        string? owner = null,
        TimeSpan? lockWait = null
    ) =>
        MigrationBundle.MigrateAsync<SampleDbContext>(
            owner ?? ConnectionString,
            Options(password, schema, lockWait),
            typeof(SampleDbContext).Assembly
        );

    public MigrationOptions Options(string? password = Password, string? schema = null, TimeSpan? lockWait = null) =>
        new()
        {
            Service = "sample",
            Schema = schema,
            ApiRole = new ApiRole(RoleName, password),
            LockWait = lockWait ?? TimeSpan.FromMinutes(1),
            Progress = Progress.Add,
        };

    public string ApiConnectionString(string password = Password) =>
        new NpgsqlConnectionStringBuilder(_database.ConnectionStringFor(RoleName, password)) { Pooling = false }.ConnectionString;

    public SampleDbContext ApiContext(string schema = "sample")
    {
        var options = new DbContextOptionsBuilder<SampleDbContext>();
        Data.ServiceDbContextOptions.Configure(options, ApiConnectionString(), schema);
        return new SampleDbContext(options.Options);
    }

    public Task<T?> AsOwnerAsync<T>(string sql) => ScalarAsync<T>(ConnectionString, sql);

    public Task<T?> AsApiAsync<T>(string sql) => ScalarAsync<T>(ApiConnectionString(), sql);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        var servers = await TestServers.GetAsync();
        await ScalarAsync<object>(servers.Postgres, $"drop role if exists {SqlText.Identifier(RoleName)}");
    }

    public static async Task<T?> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? default : (T)value;
    }
}
