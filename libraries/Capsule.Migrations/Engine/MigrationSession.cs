using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>One connection as the owner and everything that a run looks at through it.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    private MigrationSession(NpgsqlConnection connection, DbContext context, MigrationOptions options, Assembly migrations)
    {
        Connection = connection;
        Context = context;
        Options = options;
        Catalog = new MigrationCatalog(context, migrations);
        History = new SchemaHistory(connection, options.SchemaName);
        Events = new MigrationEvents(options, options.SchemaName);
        Executor = new MigrationExecutor(connection, context, Catalog, History, Events, options.Clock);
    }

    public NpgsqlConnection Connection { get; }

    public DbContext Context { get; }

    public MigrationOptions Options { get; }

    public MigrationCatalog Catalog { get; }

    public SchemaHistory History { get; }

    public MigrationEvents Events { get; }

    public MigrationExecutor Executor { get; }

    /// <summary>Connects, waiting for a server that is still starting.</summary>
    /// <exception cref="BundleException">The server was not ready before the deadline, or it refused the owner.</exception>
    public static async Task<MigrationSession> OpenAsync<TContext>(
        NpgsqlConnectionStringBuilder owner, MigrationOptions options, Assembly migrations, CancellationToken cancellationToken)
        where TContext : ServiceDbContext
    {
        var connection = await OwnerConnection.OpenAsync(owner, options, cancellationToken);
        return new MigrationSession(connection, MigrationContext.Create<TContext>(connection, options, migrations), options, migrations);
    }

    /// <summary>Takes the lock, and makes both histories where they are not there.</summary>
    /// <exception cref="BundleException">Another migrator held the lock until the deadline.</exception>
    public async Task LockAsync(CancellationToken cancellationToken)
    {
        await MigrationLock.TakeAsync(Connection, Options, cancellationToken);
        await using var command = new NpgsqlCommand(
            SchemaHistory.CreateSql(Options.SchemaName) + Context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), Connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await AdoptAsync(cancellationToken);
    }

    /// <summary>Where every migration stands.</summary>
    public async Task<MigrationStates> StatesAsync(CancellationToken cancellationToken) => new(
        Catalog.Migrations, await History.ReadAsync(cancellationToken), await AppliedAsync(cancellationToken),
        Options.Target is { } target ? Catalog.Find(target).Version : null);

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        await Connection.DisposeAsync();
    }

    /// <summary>Names in EF Core's history.</summary>
    public async Task<IReadOnlySet<string>> AppliedAsync(CancellationToken cancellationToken) =>
        (await Context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);

    // What EF Core, an SQL script or an earlier Capsule applied has no row of ours yet.
    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        var entries = await History.ReadAsync(cancellationToken);
        var baseline = entries.LastOrDefault(entry => entry.Type == HistoryEntryType.Baseline)?.Version ?? "";
        var foreign = (await AppliedAsync(cancellationToken))
            .Where(name => string.CompareOrdinal(name.Split('_', 2)[0], baseline) > 0
                && entries.LastOrDefault(entry => entry.Name == name) is not { Type: HistoryEntryType.Migration, Success: true })
            .Order(StringComparer.Ordinal)
            .Select(name => Catalog.Migrations.FirstOrDefault(migration => migration.Name == name) ?? new KnownMigration(name, null, null))
            .ToList();
        await History.WriteAsync(foreign.Select(migration => History.Insert(migration, HistoryEntryType.Migration, true, 0)), cancellationToken);
    }
}
