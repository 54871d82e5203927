using MassTransit;

namespace Capsule.Messaging;

/// <summary>Tracks a consumer's connection to its queue through MassTransit's observer; each reconnect creates a new instance.</summary>
internal sealed class ConsumerEndpoint : IReceiveEndpointObserver
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem = "not connected yet";

    /// <summary>The reason why the consumer does not read; null when it reads.</summary>
    public string? Problem => _problem;

    /// <summary>Completes when the first connection attempt has succeeded or failed.</summary>
    public Task Settled => _settled.Task;

    public Task Ready(ReceiveEndpointReady ready)
    {
        if (ready.IsStarted)
        {
            Set(null);
        }

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed)
    {
        Set("disconnected");
        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        Set(faulted.Exception?.GetBaseException().Message ?? "failed");
        return Task.CompletedTask;
    }

    private void Set(string? problem)
    {
        _problem = problem;
        _settled.TrySetResult();
    }
}
