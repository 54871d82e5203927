using Npgsql;

namespace Capsule.Testing;

/// <summary>A database of a test's own on the shared server; dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The application name of the test's own sessions, by which faults spare them.</summary>
    public const string Observer = "observer";

    private readonly string _server;
    private readonly Lazy<NpgsqlDataSource> _source;

    private TestDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        _source = new(() => NpgsqlDataSource.Create(ConnectionString + $";Maximum Pool Size=10;Application Name={Observer}"));
    }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>Npgsql connection string of the superuser on this database.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// The superuser's connections to this database, kept until it is dropped: a new one asks the server for all its types, which costs
    /// more than most questions. For services' tests; one that looks at who is connected opens its own.
    /// </summary>
    public NpgsqlDataSource Source => _source.Value;

    /// <summary>
    /// Creates an empty database, or a copy of <paramref name="template"/>, which nobody may be connected to; on the shared server unless
    /// <paramref name="server"/>, a superuser's connection string, says another one.
    /// </summary>
    public static async Task<TestDatabase> CreateAsync(string? template = null, string? server = null)
    {
        var database = new TestDatabase(server ?? (await TestServers.GetAsync()).Postgres, $"test_{Guid.NewGuid():n}");
        await database.ExecuteOnServerAsync($"create database \"{database.Name}\"" + (template is null ? "" : $" template \"{template}\""));
        return database;
    }

    /// <summary>
    /// Creates a copy of a database that <paramref name="migrate"/> fills, given the superuser's connection string: once per build
    /// of the code, whichever process comes first. <paramref name="key"/> names it: lower-case letters, digits and underscores.
    /// </summary>
    public static async Task<TestDatabase> FromBundleAsync(string key, Func<string, Task> migrate)
    {
        ArgumentNullException.ThrowIfNull(migrate);
        if (key.Length is 0 or > 30 || !key.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
        {
            throw new ArgumentException("Up to 30 lower-case letters, digits and underscores.", nameof(key));
        }

        var servers = await TestServers.GetAsync();
        var template = await TemplateDatabase.GetAsync(servers.Postgres, key, migrate);
        var database = new TestDatabase(servers.Postgres, $"test_{Guid.NewGuid():n}");
        await template.CopyAsync(database.Name);
        return database;
    }

    /// <summary>The connection string of another role on this database.</summary>
    public string ConnectionStringFor(string user, string password) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Username = user, Password = password }.ConnectionString;

    /// <summary>Runs statements in it as the superuser; one that cannot run in a transaction must be alone.</summary>
    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    /// <summary>Ends the sessions of this database that a condition on <c>pg_stat_activity</c> names, but never the test's own.</summary>
    /// <param name="condition">SQL, for instance <c>application_name = 'orders'</c>.</param>
    /// <param name="after">SQL that is evaluated before, for instance <c>pg_sleep(0.3)</c>.</param>
    public Task EndSessionsAsync(string condition, string after = "0") =>
        ExecuteAsync(
            $"select {after}, (select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name <> '{Observer}' and ({condition}))"
        );

    /// <summary>The first value that a statement returns, asked as the superuser.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync(ConnectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_source.IsValueCreated)
        {
            await _source.Value.DisposeAsync();
        }

        await ExecuteOnServerAsync($"drop database if exists \"{Name}\" with (force)");
    }

    private Task ExecuteOnServerAsync(string sql) => ExecuteAsync(_server, sql);

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = Observer }.ConnectionString
        );
        await connection.OpenAsync();
        return connection;
    }
}
