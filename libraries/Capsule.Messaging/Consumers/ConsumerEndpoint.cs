using MassTransit;

namespace Capsule.Messaging;

/// <summary>A consumer's connection to its queue, as MassTransit tells of it; connecting anew makes another one.</summary>
internal sealed class ConsumerEndpoint : IReceiveEndpointObserver
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem = "not connected yet";

    /// <summary>Why the consumer reads nothing; null when it does.</summary>
    public string? Problem => _problem;

    /// <summary>Completes when the first attempt has succeeded or failed.</summary>
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
