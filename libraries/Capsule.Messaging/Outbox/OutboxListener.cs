using Microsoft.Extensions.Logging;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>Hears of commits that added events (LISTEN), and wakes the dispatcher.</summary>
internal sealed class OutboxListener(IOutboxDatabase database, RedeliveryWake redelivery, TimeProvider time, ILogger<OutboxListener> logger)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly Backoff Reconnect = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    private readonly WakeSignal _wake = new();

    /// <summary>
    /// Returns when there may be new events, or after <paramref name="longest"/>: a notification may have been lost with its connection, and
    /// events that were put off become due without one.
    /// </summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _wake.WaitAsync(longest, cancellation);

    /// <summary>Listens until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var failures = 0; !cancellation.IsCancellationRequested;)
        {
            try
            {
                await ListenAsync(() => failures = 0, cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                var wait = Reconnect.Wait(++failures);
                logger.LogDebug(exception, "Not listening for events in {Schema}; again in {Wait}", database.Schema, wait);
                await Task.Delay(wait, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(Action listening, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        connection.Npgsql.Notification += Wake;
        try
        {
            await ExecuteAsync(connection.Npgsql, $"listen \"{OutboxSql.Channel(database.Schema)}\"", cancellation);
            listening();
            _wake.Wake();
            while (true)
            {
                if (!await connection.Npgsql.WaitAsync(Silence, cancellation))
                {
                    // A connection that a firewall dropped would be silent for ever.
                    await ExecuteAsync(connection.Npgsql, "select 1", cancellation);
                }
            }
        }
        finally
        {
            connection.Npgsql.Notification -= Wake;
        }
    }

    private void Wake(object sender, NpgsqlNotificationEventArgs notification)
    {
        if (notification.Payload == DeadLetterSql.Notification)
        {
            redelivery.Wake();
        }
        else
        {
            _wake.Wake();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
