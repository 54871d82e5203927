using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Capsule.Messaging;

/// <summary>
/// A context that takes part in another's transaction, and is given its own connection back at the end, whatever happens: it may come from a
/// pool, and two contexts on one connection would commit each other's work. Nothing here talks to the server.
/// </summary>
internal sealed class JoinedContext : IDisposable
{
    private readonly DatabaseFacade _database;
    private readonly string? _connectionString;

    private JoinedContext(DatabaseFacade database)
    {
        // One that was made with a data source makes itself a new connection; one that was made with a text must be told it again.
        (_database, _connectionString) = (database, RelationalOptionsExtension.Extract(database.GetService<IDbContextOptions>()).ConnectionString);
    }

    public static JoinedContext Join(DatabaseFacade database, IDbContextTransaction transaction)
    {
        var joined = new JoinedContext(database);
        try
        {
            database.SetDbConnection(transaction.GetDbTransaction().Connection, contextOwnsConnection: false);
            database.UseTransaction(transaction.GetDbTransaction());
            return joined;
        }
        catch
        {
            joined.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _database.UseTransaction(null);
        try
        {
            Restore();
        }
        catch (InvalidOperationException)
        {
            // The consumer opened the connection and did not close it; which, not being the context's, stays open.
            _database.CloseConnection();
            Restore();
        }
    }

    private void Restore()
    {
        _database.SetDbConnection(null, contextOwnsConnection: true);
        if (_connectionString is not null)
        {
            _database.SetConnectionString(_connectionString);
        }
    }
}
