using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

/// <inheritdoc cref="IDistributedApplicationEventing"/>
internal sealed class DistributedApplicationEventing : IDistributedApplicationEventing
{
    private readonly Lock _lock = new();
    private readonly List<(Type Event, Func<IDistributedApplicationEvent, CancellationToken, Task> Callback)> _subscriptions = [];

    public void Subscribe<T>(Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationEvent
    {
        ArgumentNullException.ThrowIfNull(callback);
        lock (_lock)
        {
            _subscriptions.Add((typeof(T), (e, ct) => callback((T)e, ct)));
        }
    }

    public void Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent =>
        Subscribe<T>((e, ct) => e.Resource == resource ? callback(e, ct) : Task.CompletedTask);

    public async Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent
    {
        Func<IDistributedApplicationEvent, CancellationToken, Task>[] subscribed;
        lock (_lock)
        {
            subscribed = [.. _subscriptions.Where(s => s.Event == typeof(T)).Select(s => s.Callback)];
        }

        foreach (var callback in subscribed)
        {
            await callback(@event, cancellationToken);
        }
    }
}
