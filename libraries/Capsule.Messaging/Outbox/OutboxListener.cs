using Capsule.Workers;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>
/// Listens for commits that added events (LISTEN), and wakes the dispatcher. One run is one wait for notifications and succeeds whether or
/// not one arrives. Notifications can be lost with the connection, so the dispatcher also polls.
/// </summary>
internal sealed class OutboxListener(WorkerContext context, IOutboxDatabase database, OutboxWake outbox, RedeliveryWake redelivery)
    : RecurringWork(context, "Events that are added to the outbox leave only at the next poll")
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private OutboxConnection? _connection;

    protected override WorkSchedule Schedule { get; } =
        new(Silence) { Backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10)), StaleAfter = TimeSpan.FromMinutes(2) };

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await DisconnectAsync();
    }

    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = (_connection ??= await ListenAsync(cancellationToken)).Npgsql;
            if (!await connection.WaitAsync(Silence, cancellationToken))
            {
                // The query detects a connection that a firewall dropped silently.
                await ExecuteAsync(connection, "select 1", cancellationToken);
            }

            return RunResult.Idle.Next(TimeSpan.Zero);
        }
        catch
        {
            await DisconnectAsync();
            throw;
        }
    }

    private async Task<OutboxConnection> ListenAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken);
        try
        {
            connection.Npgsql.Notification += Wake;
            await ExecuteAsync(connection.Npgsql, $"listen \"{OutboxSql.Channel(database.Schema)}\"", cancellationToken);
        }
        catch
        {
            await DisconnectAsync(connection);
            throw;
        }

        // Wakes the dispatcher for events that were committed before LISTEN.
        outbox.Wake();
        return connection;
    }

    private async Task DisconnectAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await DisconnectAsync(connection);
        }
    }

    private async Task DisconnectAsync(OutboxConnection connection)
    {
        connection.Npgsql.Notification -= Wake;
        await connection.DisposeAsync();
    }

    private void Wake(object sender, NpgsqlNotificationEventArgs notification)
    {
        WakeSignal signal = notification.Payload == DeadLetterSql.Notification ? redelivery : outbox;
        signal.Wake();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
