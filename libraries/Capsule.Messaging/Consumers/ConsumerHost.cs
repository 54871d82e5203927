using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>
/// Starts and stops the consumers in place of MassTransit's hosted service, and connects anew those that do not come back by themselves: MassTransit gives an endpoint
/// up for good after some failures (the broker refused the user, the connection broke while the queue was being declared), and does not come to an end when it is stopped
/// while an endpoint starts (decision 014).
/// </summary>
internal sealed class ConsumerHost(
    IBusControl bus, ConsumerEndpoints endpoints, BrokerConnection publisher, TimeProvider time, IOptions<MessagingOptions> options, ILogger<ConsumerHost> logger)
    : BackgroundService
{
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StartAgainAfter = TimeSpan.FromSeconds(5);
    private readonly TimeSpan _restartAfter = options.Value.ConsumerRestartAfter;
    private readonly Dictionary<string, Waiting> _waiting = [];
    private bool _started;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_started)
        {
            return;
        }

        try
        {
            await endpoints.Settled.WaitAsync(SettleTimeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(StopTimeout);
            await bus.StopAsync(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            logger.LogWarning("Consumers did not come to their end in {Timeout} and are left; what they did not acknowledge comes again: {Reason}", StopTimeout, exception.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartBusAsync(stoppingToken);
        endpoints.ConnectAll();
        using var timer = new PeriodicTimer(_restartAfter / 10, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync();
        }
    }

    private async Task StartBusAsync(CancellationToken stopping)
    {
        while (!_started)
        {
            try
            {
                await bus.StartAsync(stopping).WaitAsync(stopping);
                _started = true;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                logger.LogWarning("Consumers could not start, which is tried again: {Reason}", exception.GetBaseException().Message);
                await Task.Delay(StartAgainAfter, time, stopping);
            }
        }
    }

    private async Task LookAsync()
    {
        var notReady = publisher.IsOpen ? endpoints.NotReady.ToList() : [];
        foreach (var queue in _waiting.Keys.Except(notReady.Select(endpoint => endpoint.Queue)).ToList())
        {
            _waiting.Remove(queue);
        }

        foreach (var (queue, problem) in notReady)
        {
            var waiting = _waiting.GetValueOrDefault(queue) ?? new Waiting(time.GetTimestamp(), _restartAfter);
            if (time.GetElapsedTime(waiting.Since) >= waiting.Patience)
            {
                logger.LogWarning("{Queue} has had no reader for {Time} though the broker answers, and is connected anew: {Reason}", queue, waiting.Patience, problem);
                await endpoints.ReconnectAsync(queue);

                // A broker that is slow rather than lost needs more time, not more attempts.
                waiting = new Waiting(time.GetTimestamp(), waiting.Patience * 2 < MostPatience ? waiting.Patience * 2 : MostPatience);
            }

            _waiting[queue] = waiting;
        }
    }

    private sealed record Waiting(long Since, TimeSpan Patience);
}
