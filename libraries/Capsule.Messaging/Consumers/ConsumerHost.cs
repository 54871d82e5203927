using Capsule.Workers;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Starts and stops the consumers instead of MassTransit's hosted service, and reconnects consumers that do not recover by themselves.
/// MassTransit gives an endpoint up after some failures (the broker refused the user, or the connection broke while the queue was being
/// declared), and its stop never completes when an endpoint is still starting (decision 014).
/// </summary>
internal sealed class ConsumerHost(
    WorkerContext context,
    IBusControl bus,
    ConsumerEndpoints endpoints,
    BrokerConnection publisher,
    IOptions<MessagingOptions> options
) : RecurringWork(context, "Consumers do not start")
{
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartRetryInterval = TimeSpan.FromSeconds(5);
    private readonly TimeSpan _restartAfter = options.Value.ConsumerRestartAfter;
    private readonly Dictionary<string, Waiting> _waiting = [];
    private bool _isStarted;

    protected override WorkSchedule Schedule => new(_restartAfter / 10) { Backoff = new(StartRetryInterval, StartRetryInterval) };

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_isStarted)
        {
            return;
        }

        try
        {
            await endpoints
                .Settled.WaitAsync(SettleTimeout, TimeProvider, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(StopTimeout);
            await bus.StopAsync(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            Logger.LogWarning(
                "Consumers did not stop within {Timeout}; unacknowledged messages are delivered again: {Reason}",
                StopTimeout,
                exception.Message
            );
        }
    }

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
        {
            return RunResult.Did(await ReconnectLostAsync());
        }

        await bus.StartAsync(cancellationToken).WaitAsync(cancellationToken);
        _isStarted = true;
        endpoints.ConnectAll();
        return RunResult.Idle;
    }

    private async Task<int> ReconnectLostAsync()
    {
        var reconnected = 0;
        var notReady = publisher.IsOpen ? endpoints.NotReady.ToList() : [];
        foreach (var queue in _waiting.Keys.Except(notReady.Select(endpoint => endpoint.Queue)).ToList())
        {
            _waiting.Remove(queue);
        }

        foreach (var (queue, problem) in notReady)
        {
            var waiting = _waiting.GetValueOrDefault(queue) ?? new Waiting(TimeProvider.GetTimestamp(), _restartAfter);
            if (TimeProvider.GetElapsedTime(waiting.Since) >= waiting.Timeout)
            {
                Logger.LogWarning(
                    "{Queue} has had no reader for {Time} although the broker answers; reconnecting: {Reason}",
                    queue,
                    waiting.Timeout,
                    problem
                );
                await endpoints.ReconnectAsync(queue);
                reconnected++;

                // A slow broker needs longer timeouts, not more attempts.
                waiting = new Waiting(TimeProvider.GetTimestamp(), waiting.Timeout * 2 < MaxTimeout ? waiting.Timeout * 2 : MaxTimeout);
            }

            _waiting[queue] = waiting;
        }

        return reconnected;
    }

    private sealed record Waiting(long Since, TimeSpan Timeout);
}
