using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Messaging;

/// <summary>Gives dead letters back to their queues when they are due; any number of replicas share the work.</summary>
internal sealed class Redelivery(RedeliveryBatch batch, RedeliveryWake wake, ILogger<Redelivery> logger) : BackgroundService
{
    private static readonly Backoff Outage = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quiet = new Activity("redelivery").Start();
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            var wait = TimeSpan.Zero;
            try
            {
                wait = await batch.SendAsync(stoppingToken);
                failures = 0;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                wait = Outage.Wait(++failures);
                logger.Log(failures == 1 ? LogLevel.Warning : LogLevel.Debug, "Nothing is redelivered for now: {Reason}", exception.GetBaseException().Message);
            }
            catch (Exception exception)
            {
                logger.LogDebug(exception, "The redelivery stopped; what is due leaves after the next start");
            }

            if (wait > TimeSpan.Zero)
            {
                await wake.WaitAsync(wait, stoppingToken);
            }
        }
    }
}
