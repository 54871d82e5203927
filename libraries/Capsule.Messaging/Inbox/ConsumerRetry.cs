using Capsule.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Retries a consumer. While the database is down it retries without limit, because the message is safe in its queue. Exceptions of the
/// consumer itself count; after the last attempt the message becomes a dead letter (<see cref="DeadLetterIntake"/>).
/// </summary>
internal sealed class ConsumerRetry(
    IOptions<MessagingOptions> options,
    IHostApplicationLifetime lifetime,
    MessagingTelemetry telemetry,
    TimeProvider timeProvider,
    ILogger<ConsumerRetry> logger
)
{
    private readonly ConsumerRetryOptions _options = options.Value.Retry;
    private readonly Backoff _backoff = new(options.Value.Retry.MinInterval, options.Value.Retry.MaxInterval);
    private int _databaseIsAway;

    public async Task RunAsync(string consumer, Guid messageId, Func<Task> attempt, CancellationToken cancellationToken)
    {
        for (int failures = 0, outages = 0; ; )
        {
            TimeSpan wait;
            try
            {
                await attempt();
                DatabaseIsBack();
                return;
            }
            catch (Exception exception) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(
                    "The delivery is over; the message goes back to its queue.",
                    exception,
                    cancellationToken
                );
            }
            catch (Exception exception) when (DatabaseOutage.Is(exception))
            {
                wait = _backoff.Wait(++outages);
                DatabaseIsAway(consumer, exception);
            }
            catch (Exception exception) when (failures < _options.Limit)
            {
                wait = _backoff.Wait(++failures);
                logger.LogWarning(
                    exception,
                    "{Consumer} failed on {MessageId}; attempt {Attempt} follows in {Wait}",
                    consumer,
                    messageId,
                    failures + 1,
                    wait
                );
            }
            catch
            {
                telemetry.Failed(consumer);
                throw;
            }

            telemetry.Retried(consumer);
            await WaitAsync(wait, cancellationToken);
        }
    }

    // Logged once for all waiting messages.
    private void DatabaseIsAway(string consumer, Exception exception)
    {
        if (Interlocked.Exchange(ref _databaseIsAway, 1) == 0)
        {
            logger.LogWarning(
                "{Consumer} waits for the database, as other consumers may: {Reason}",
                consumer,
                exception.GetBaseException().Message
            );
        }
    }

    private void DatabaseIsBack()
    {
        if (Volatile.Read(ref _databaseIsAway) == 1 && Interlocked.Exchange(ref _databaseIsAway, 0) == 1)
        {
            logger.LogInformation("Consumers continue: the database answers again");
        }
    }

    /// <summary>
    /// Waits for the next attempt. On shutdown the wait continues until MassTransit cancels the delivery after ConsumerStopTimeout: only
    /// the cancellation returns the message to its queue, whereas any other exception would make it a dead letter.
    /// </summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        await Task.Delay(wait, timeProvider, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stop.IsCancellationRequested)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, cancellationToken);
        }
    }
}
