using Capsule.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Stores messages that could not be handled, and decides which are redelivered.</summary>
internal sealed class DeadLetterIntake(
    IOutboxDatabase database,
    DeadLetterTable table,
    RedeliveryWake wake,
    MessagingTelemetry telemetry,
    IOptions<MessagingOptions> options,
    TimeProvider timeProvider,
    ILogger<DeadLetterIntake> logger
)
{
    private readonly IReadOnlyList<TimeSpan?> _intervals = options.Value.Redelivery.Times;
    private readonly Backoff _backoff = new(options.Value.Retry.MinInterval, options.Value.Retry.MaxInterval);

    /// <summary>
    /// Returns when the row is committed. Until then the delivery waits: a returned message would be delivered again at once, and some
    /// brokers drop messages that are returned too often.
    /// </summary>
    /// <exception cref="OperationCanceledException">The delivery was cancelled; the message goes back to its queue.</exception>
    public async Task TakeAsync(FailedMessage message, CancellationToken cancellationToken)
    {
        var wait =
            message.MayRecover && message.Redeliveries < _intervals.Count
                ? Jitter(_intervals[message.Redeliveries]!.Value)
                : (TimeSpan?)null;
        for (var failures = 0; ; )
        {
            try
            {
                await using var connection = await database.OpenAsync(cancellationToken);
                await table.WriteAsync(connection.Npgsql, message, wait, cancellationToken);
                break;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var pause = _backoff.Wait(++failures);
                logger.LogWarning(
                    "{Consumer} cannot store {MessageId} as a dead letter; retrying in {Wait}: {Reason}",
                    message.Consumer,
                    message.MessageId,
                    pause,
                    exception.GetBaseException().Message
                );
                await Task.Delay(pause, timeProvider, cancellationToken);
            }
        }

        Report(message, wait);
    }

    private void Report(FailedMessage message, TimeSpan? wait)
    {
        if (wait is { } interval)
        {
            telemetry.CountRedelivery(message.Consumer);
            wake.Wake();
            logger.LogWarning(
                "{Consumer} gave up on {MessageId}; redelivery in {Wait}: {Reason}",
                message.Consumer,
                message.MessageId,
                interval,
                message.Reason
            );
        }
        else
        {
            telemetry.CountDeadLetter(message.Consumer);
            logger.LogError(
                "{Consumer} has a dead letter, {MessageId} ({Type}): {Reason}",
                message.Consumer,
                message.MessageId,
                message.Type,
                message.Reason
            );
        }
    }

    private static TimeSpan Jitter(TimeSpan interval) => interval * (1 + (Random.Shared.NextDouble() * RedeliveryOptions.Jitter));
}
