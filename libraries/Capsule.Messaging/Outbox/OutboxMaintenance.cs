using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Measures the outbox, and removes rows past their retention a few at a time.</summary>
internal sealed class OutboxMaintenance(
    IOutboxDatabase database, OutboxTable table, MessagingTelemetry telemetry, IOptions<MessagingOptions> options, TimeProvider time,
    ILogger<OutboxMaintenance> logger)
    : BackgroundService
{
    private const int RowsAtATime = 1000;
    private readonly MessagingOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = new Activity("outbox maintenance").Start();
        var cleaned = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenAsync(stoppingToken);
                telemetry.Backlog = await table.MeasureAsync(connection.Npgsql, stoppingToken);
                if (time.GetElapsedTime(cleaned) >= _options.CleanupInterval)
                {
                    cleaned = time.GetTimestamp();
                    await CleanAsync(connection, stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogDebug(exception, "The outbox could not be measured");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(_options.Outbox.MeasureInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CleanAsync(OutboxConnection connection, CancellationToken cancellation)
    {
        while (await table.RemoveSentAsync(connection.Npgsql, _options.Outbox.Retention, RowsAtATime, cancellation) == RowsAtATime)
        {
        }

        while (await table.RemoveConsumedAsync(connection.Npgsql, _options.InboxRetention, RowsAtATime, cancellation) == RowsAtATime)
        {
        }
    }
}
