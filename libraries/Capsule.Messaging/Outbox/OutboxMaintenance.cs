using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Measures the outbox, makes partitions ahead of time and drops them behind, and removes dead letters that are none.</summary>
internal sealed class OutboxMaintenance(
    IOutboxDatabase database, OutboxTable table, DeadLetterTable deadLetters, MessagingTelemetry telemetry, IOptionsMonitor<MessagingOptions> options, TimeProvider time,
    ILogger<OutboxMaintenance> logger)
    : BackgroundService
{
    private readonly MessagingOptions _options = options.CurrentValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = new Activity("outbox maintenance").Start();
        long? maintained = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenAsync(stoppingToken);
                await FollowClockAsync(connection, stoppingToken);
                telemetry.Backlog = await table.MeasureAsync(connection.Npgsql, stoppingToken);
                telemetry.DeadLetters = await deadLetters.CountAsync(connection.Npgsql, stoppingToken);
                if (maintained is null || time.GetElapsedTime(maintained.Value) >= _options.CleanupInterval)
                {
                    maintained = await MaintainAsync(connection, stoppingToken) ? time.GetTimestamp() : null;
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

    private async Task FollowClockAsync(OutboxConnection connection, CancellationToken cancellation)
    {
        var wait = _options.Outbox.MaxRetryInterval > _options.Outbox.SettleTime ? _options.Outbox.MaxRetryInterval : _options.Outbox.SettleTime;
        await table.FollowClockAsync(connection.Npgsql, wait, cancellation);
        await deadLetters.FollowClockAsync(connection.Npgsql, _options.Redelivery.LongestWait, cancellation);
    }

    private async Task<bool> MaintainAsync(OutboxConnection connection, CancellationToken cancellation)
    {
        // Before the inbox forgets.
        await deadLetters.ForgetHandledAsync(connection.Npgsql, cancellation);
        int done;
        do
        {
            done = await table.MaintainAsync(connection.Npgsql, options.CurrentValue, cancellation);
        }
        while (done > 0);
        return done == 0;
    }
}
