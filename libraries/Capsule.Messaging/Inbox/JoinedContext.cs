using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Capsule.Messaging;

/// <summary>A context that takes part in another's transaction, and is given its own connection back at the end, for it may come from a pool.</summary>
internal sealed class JoinedContext : IAsyncDisposable
{
    private readonly DatabaseFacade _database;
    private readonly string? _connectionString;

    private JoinedContext(DatabaseFacade database, string? connectionString) => (_database, _connectionString) = (database, connectionString);

    public static async Task<JoinedContext> JoinAsync(DatabaseFacade database, IDbContextTransaction transaction, CancellationToken cancellation)
    {
        // One that was made with a data source makes itself a new connection; one that was made with a text must be told it again.
        var text = RelationalOptionsExtension.Extract(database.GetService<IDbContextOptions>()).ConnectionString;
        database.SetDbConnection(transaction.GetDbTransaction().Connection, contextOwnsConnection: false);
        var joined = new JoinedContext(database, text);
        await database.UseTransactionAsync(transaction.GetDbTransaction(), cancellation);
        return joined;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.UseTransactionAsync(null);
        _database.SetDbConnection(null, contextOwnsConnection: true);
        if (_connectionString is not null)
        {
            _database.SetConnectionString(_connectionString);
        }
    }
}
