using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Capsule.Hosting.LocalServers;

/// <summary>
/// Copies the state of a local server to its children (databases); the host does so for containers, but not for executables.
/// </summary>
internal sealed class ChildStates(ResourceNotificationService notifications, DistributedApplicationModel model) : BackgroundService
{
    /// <summary>Returns the resources whose parent is the server's container.</summary>
    public static IEnumerable<IResource> ChildrenOf(LocalServerResource server, IEnumerable<IResource> resources) =>
        resources.OfType<IResourceWithParent>().Where(resource => resource.Parent == server.Container);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var update in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
        {
            if (update.Resource is not LocalServerResource server)
            {
                continue;
            }

            foreach (var child in ChildrenOf(server, model.Resources))
            {
                await notifications
                    .PublishUpdateAsync(
                        child,
                        state =>
                            state with
                            {
                                State = update.Snapshot.State,
                                StartTimeStamp = update.Snapshot.StartTimeStamp,
                                StopTimeStamp = update.Snapshot.StopTimeStamp,
                            }
                    )
                    .ConfigureAwait(false);
            }
        }
    }
}
