using Capsule.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Repeats a consumer's attempt. While the database is away it does so without end, since the message is as safe in its queue as
/// anywhere; what the consumer itself throws counts, and in the end the message is put aside (<see cref="DeadLetterIntake"/>).
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

    // Once for all messages that wait.
    private void DatabaseIsAway(string consumer, Exception exception)
    {
        if (Interlocked.Exchange(ref _databaseIsAway, 1) == 0)
        {
            logger.LogWarning(
                "{Consumer} waits for the database, and so may others: {Reason}",
                consumer,
                exception.GetBaseException().Message
            );
        }
    }

    private void DatabaseIsBack()
    {
        if (Volatile.Read(ref _databaseIsAway) == 1 && Interlocked.Exchange(ref _databaseIsAway, 0) == 1)
        {
            logger.LogInformation("Consumers go on: the database answers again");
        }
    }

    /// <summary>
    /// On shutdown, waits on until MassTransit cancels the delivery, after ConsumerStopTimeout: only then does the message go back to its
    /// queue; with any other exception it would be put aside.
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
