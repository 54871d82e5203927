using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard.Feed;

/// <summary>
/// The latest state of every resource. A reader asks for what changed since it last asked, so that a slow one gets fewer
/// and newer states instead of a growing queue.
/// </summary>
internal sealed class ResourceFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Version, ResourceEvent State)> _states = [];
    private TaskCompletionSource _changed = Signal();
    private long _version;

    /// <summary>Takes over changes until told to end.</summary>
    internal async Task FollowAsync(ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            lock (_lock)
            {
                _states[change.ResourceId] = (++_version, change);
                _changed.SetResult();
                _changed = Signal();
            }
        }
    }

    /// <summary>The states that changed after a version (0 for all), and the version that they lead to.</summary>
    internal (IReadOnlyList<ResourceEvent> States, long Version) Since(long version)
    {
        lock (_lock)
        {
            return ([.. _states.Values.Where(s => s.Version > version).OrderBy(s => s.Version).Select(s => s.State)], _version);
        }
    }

    /// <summary>Ends once something changed after a version.</summary>
    internal Task ChangeAsync(long version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _version > version ? Task.CompletedTask : _changed.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
