using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;

namespace Capsule.Hosting.LocalServers;

/// <summary>
/// Publishes the host's events about a local server for its container as well, because integrations subscribe to the container (AddPostgres
/// creates databases that way). The host's own subscribers do not receive these events, because they refuse resources that are not in the
/// model.
/// </summary>
internal sealed class LocalServerEventing(IDistributedApplicationEventing eventing, IResourceCollection resources)
    : IDistributedApplicationEventing
{
    public Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent => PublishAsync(@event, EventDispatchBehavior.BlockingSequential, cancellationToken);

    public async Task PublishAsync<T>(T @event, EventDispatchBehavior dispatchBehavior, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent
    {
        await eventing.PublishAsync(@event, dispatchBehavior, cancellationToken).ConfigureAwait(false);
        switch (@event)
        {
            case ConnectionStringAvailableEvent { Resource: LocalServerResource server } given:
                await eventing
                    .PublishAsync(new ConnectionStringAvailableEvent(server.Container, given.Services), dispatchBehavior, cancellationToken)
                    .ConfigureAwait(false);
                foreach (var child in ChildStates.ChildrenOf(server, resources).OfType<IResourceWithConnectionString>())
                {
                    await eventing
                        .PublishAsync(new ConnectionStringAvailableEvent(child, given.Services), dispatchBehavior, cancellationToken)
                        .ConfigureAwait(false);
                }

                break;
            case BeforeResourceStartedEvent { Resource: LocalServerResource server } given:
                await eventing
                    .PublishAsync(new BeforeResourceStartedEvent(server.Container, given.Services), dispatchBehavior, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case ResourceReadyEvent { Resource: LocalServerResource server } given:
                await eventing
                    .PublishAsync(new ResourceReadyEvent(server.Container, given.Services), dispatchBehavior, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case ResourceStoppedEvent { Resource: LocalServerResource server } given:
                await eventing
                    .PublishAsync(
                        new ResourceStoppedEvent(server.Container, given.Services, given.ResourceEvent),
                        dispatchBehavior,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                break;
        }
    }

    // Only the host subscribes here; the builder uses the inner eventing directly.
    public DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationEvent =>
        eventing.Subscribe<T>(
            (@event, cancellationToken) =>
                @event is IDistributedApplicationResourceEvent { Resource: ContainerResource container } && !resources.Contains(container)
                    ? Task.CompletedTask
                    : callback(@event, cancellationToken)
        );

    public DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent => eventing.Subscribe(resource, callback);

    public void Unsubscribe(DistributedApplicationEventSubscription subscription) => eventing.Unsubscribe(subscription);
}
