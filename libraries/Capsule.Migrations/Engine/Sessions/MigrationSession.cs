using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>The owner's connection, and what a run reads and writes through it.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    private readonly BlockingSessions _blocking;

    private MigrationSession(NpgsqlConnection connection, Prepared prepared, NpgsqlConnectionStringBuilder owner, MigrationOptions options)
    {
        Connection = connection;
        (Context, Catalog) = prepared;
        Options = options;
        History = new SchemaHistory(connection, options.SchemaName);
        Events = new MigrationEvents(options, connection, History);
        _blocking = new BlockingSessions(owner, options);
        Executor = new MigrationExecutor(
            new StepExecutor(connection, _blocking, options),
            new SessionDefaults(connection, options),
            Catalog,
            History,
            Events,
            options.Clock
        );
    }

    public NpgsqlConnection Connection { get; }

    public DbContext Context { get; }

    public MigrationOptions Options { get; }

    public MigrationCatalog Catalog { get; }

    public SchemaHistory History { get; }

    public MigrationEvents Events { get; }

    public MigrationExecutor Executor { get; }

    /// <summary>Connects, waiting for a server that is still starting.</summary>
    /// <exception cref="MigrationException">The server was not ready before the deadline, or it refused the owner.</exception>
    public static async Task<MigrationSession> OpenAsync<TContext>(
        NpgsqlConnectionStringBuilder owner,
        MigrationOptions options,
        Assembly migrations,
        CancellationToken cancellationToken
    )
        where TContext : ServiceDbContext =>
        (await OpenAsync<TContext, bool>(owner, options, migrations, _ => Task.FromResult(true), cancellationToken)).Session;

    /// <summary>Connects as well, takes the lock and tells where every migration stands.</summary>
    /// <exception cref="MigrationException">
    /// The server was not ready before the deadline, it refused the owner, or another migrator held the lock.
    /// </exception>
    public static async Task<(MigrationSession Session, SchemaStates States)> OpenLockedAsync<TContext>(
        NpgsqlConnectionStringBuilder owner,
        MigrationOptions options,
        Assembly migrations,
        CancellationToken cancellationToken
    )
        where TContext : ServiceDbContext
    {
        var (session, history) = await OpenAsync<TContext, DatabaseHistory>(
            owner,
            options,
            migrations,
            connection => LockAsync(connection, options, cancellationToken),
            cancellationToken
        );
        try
        {
            return (session, await session.AdoptAsync(history, cancellationToken));
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the lock, creates missing histories, and returns the state of every migration.</summary>
    /// <exception cref="MigrationException">Another migrator held the lock until the deadline.</exception>
    public async Task<SchemaStates> LockAsync(CancellationToken cancellationToken) =>
        await AdoptAsync(await LockAsync(Connection, Options, cancellationToken), cancellationToken);

    /// <summary>Returns the state of every migration.</summary>
    public async Task<SchemaStates> StatesAsync(CancellationToken cancellationToken) =>
        States(await DatabaseHistory.ReadAsync(Connection, Options.SchemaName, cancellationToken));

    /// <summary>Returns the names in EF Core's history.</summary>
    public async Task<IReadOnlySet<string>> AppliedAsync(CancellationToken cancellationToken) =>
        (await DatabaseHistory.ReadAsync(Connection, Options.SchemaName, cancellationToken)).Applied;

    public async ValueTask DisposeAsync()
    {
        await _blocking.DisposeAsync();
        await Context.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private static async Task<DatabaseHistory> LockAsync(
        NpgsqlConnection connection,
        MigrationOptions options,
        CancellationToken cancellationToken
    )
    {
        await MigrationLock.TakeAsync(connection, options, cancellationToken);
        return await DatabaseHistory.CreateAsync(connection, options.SchemaName, cancellationToken);
    }

    // Preparing EF Core takes longer than connecting, so both run at once.
    private static async Task<(MigrationSession Session, TFirst First)> OpenAsync<TContext, TFirst>(
        NpgsqlConnectionStringBuilder owner,
        MigrationOptions options,
        Assembly migrations,
        Func<NpgsqlConnection, Task<TFirst>> first,
        CancellationToken cancellationToken
    )
        where TContext : ServiceDbContext
    {
        var preparing = Task.Run(() => Prepare<TContext>(options, migrations), CancellationToken.None);
        var connection = await OwnerConnection.OpenAsync(owner, options, cancellationToken);
        try
        {
            var done = await first(connection);
            var prepared = await preparing;
            prepared.Context.Database.SetDbConnection(connection);
            return (new MigrationSession(connection, prepared, owner, options), done);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The context is not connected, so nothing must be released when the connection fails.
    private static Prepared Prepare<TContext>(MigrationOptions options, Assembly migrations)
        where TContext : ServiceDbContext
    {
        var context = MigrationContext.Create<TContext>(new NpgsqlConnection(), options, migrations);
        return new Prepared(context, new MigrationCatalog(context, migrations));
    }

    private async Task<SchemaStates> AdoptAsync(DatabaseHistory history, CancellationToken cancellationToken)
    {
        if (history.Foreign(Catalog.All) is not { Count: > 0 } foreign)
        {
            return States(history);
        }

        await History.WriteAsync(
            foreign.Select(migration => History.Insert(migration, HistoryEntryType.Migration, true, 0)),
            cancellationToken
        );
        return await StatesAsync(cancellationToken);
    }

    private SchemaStates States(DatabaseHistory history) => new(Catalog, history, Options.Target);

    private sealed record Prepared(DbContext Context, MigrationCatalog Catalog);
}
