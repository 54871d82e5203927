using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Messaging;

/// <summary>Sends what is in the outbox, in batches; any number of replicas share the work.</summary>
internal sealed class OutboxDispatcher(
    OutboxBatch batch, OutboxListener listener, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly Backoff Outage = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(3));
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled, so that looking at an empty table every few seconds makes no traces.
        using var quiet = new Activity("outbox").Start();
        using var grace = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => grace.CancelAfter(Grace));
        await Task.WhenAll(listener.RunAsync(stoppingToken), RunAsync(stoppingToken, grace.Token));
    }

    private async Task RunAsync(CancellationToken stopping, CancellationToken grace)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var wait = await batch.SendAsync(grace);
                Recovered();
                if (wait > TimeSpan.Zero)
                {
                    await listener.WaitAsync(wait, stopping);
                }
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Failed(exception);
                await Task.Delay(Outage.Wait(_failures), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                logger.LogDebug(exception, "The outbox stopped; what is left in it leaves after the next start");
            }
        }
    }

    private void Failed(Exception exception)
    {
        if (++_failures == 1)
        {
            logger.LogWarning("Events wait in the outbox: {Reason}", exception.Message);
        }

        logger.LogDebug(exception, "Events could not be sent, {Failures} times in a row", _failures);
    }

    private void Recovered()
    {
        if (_failures > 0)
        {
            logger.LogInformation("Events leave the outbox again after {Failures} failures", _failures);
            _failures = 0;
        }
    }
}
