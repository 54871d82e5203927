using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>Opens connections in the way that <typeparamref name="TContext"/> was registered.</summary>
internal sealed class OutboxDatabase<TContext>(IServiceScopeFactory scopes) : IOutboxDatabase
    where TContext : ServiceDbContext
{
    private string? _schema;

    public string Schema
    {
        get
        {
            if (_schema is null)
            {
                using var scope = scopes.CreateScope();
                _schema = scope.ServiceProvider.GetRequiredService<TContext>().Schema;
            }

            return _schema;
        }
    }

    public async Task<OutboxConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            // EF does not open the connection, because it would log every failed attempt as an error while the database is down.
            var connection = (NpgsqlConnection)scope.ServiceProvider.GetRequiredService<TContext>().Database.GetDbConnection();
            await connection.OpenAsync(cancellationToken);
            return new OutboxConnection(scope, connection);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }
}
