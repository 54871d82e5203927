using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>An open connection and the scope that owns it.</summary>
internal sealed class OutboxConnection(AsyncServiceScope scope, NpgsqlConnection connection) : IAsyncDisposable
{
    public NpgsqlConnection Npgsql => connection;

    public async ValueTask DisposeAsync()
    {
        await connection.CloseAsync();
        await scope.DisposeAsync();
    }
}
