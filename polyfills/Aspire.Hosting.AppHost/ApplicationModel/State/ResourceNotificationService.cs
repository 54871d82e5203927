using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource and tells whoever watches.</summary>
public sealed class ResourceNotificationService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Channel<ResourceEvent>> _watchers = [];
    private readonly CancellationTokenSource _disposing = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;

    /// <summary>Starts with no state; those who wait are released when the application stops.</summary>
    public ResourceNotificationService(IHostApplicationLifetime lifetime, IServiceProvider services, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        _services = services;
        _time = time;
        _stopping = lifetime.ApplicationStopped.Register(_disposing.Cancel);
    }

    /// <summary>What happens to those who wait for a resource that fails, unless they say otherwise.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; }

    /// <summary>Changes the state of the resource; of all its instances if it has several.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Task.WhenAll(InstancesOf(resource).Select(id => PublishUpdateAsync(resource, id, stateFactory)));
    }

    /// <summary>Changes the state of one instance of a resource.</summary>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(stateFactory);
        lock (_lock)
        {
            var previous = _current.TryGetValue(resourceId, out var known) ? known.Snapshot : Initial(resource);
            var snapshot = WithCommands(resource, stateFactory(previous));
            var change = new ResourceEvent(resource, resourceId, snapshot);
            _current[resourceId] = change;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(change);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>First the present state of every instance, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        var channel = Channel.CreateUnbounded<ResourceEvent>();
        lock (_lock)
        {
            foreach (var state in _current.Values)
            {
                channel.Writer.TryWrite(state);
            }

            _watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(ending.Token))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>The present state of an instance, asked by its id or by the name of its resource.</summary>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            resourceEvent = _current.GetValueOrDefault(resourceId);
            if (resourceEvent is null)
            {
                var ofName = _current.Values.Where(e => NameIs(e, resourceId)).ToArray();
                resourceEvent = ofName is [var only] ? only : null;
            }
        }

        return resourceEvent is not null;
    }

    /// <summary>Waits until the resource is in a state: Running unless given.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until the resource is in one of several states and says which.</summary>
    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName, e => targetStates.Contains(e.Snapshot.State?.Text, StringComparer.OrdinalIgnoreCase), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until the resource's state fulfils a condition.</summary>
    /// <exception cref="OperationCanceledException">The application stopped, or the caller gave up.</exception>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (NameIs(change, resourceName) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException($"The operation was cancelled before the resource met the predicate: {resourceName}");
    }

    /// <summary>Waits until the resource runs, its health checks pass and everybody who prepares it is done.</summary>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <inheritdoc cref="WaitForResourceHealthyAsync(string, CancellationToken)"/>
    /// <exception cref="DistributedApplicationException">The resource failed, and the caller does not want to wait for a restart.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName,
            e => (e.Snapshot.HealthStatus == HealthStatus.Healthy && e.Snapshot.ResourceReady is not null)
                || (waitBehavior == WaitBehavior.StopOnResourceUnavailable
                    && KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text)),
            cancellationToken);
        if (reached.Snapshot.HealthStatus != HealthStatus.Healthy)
        {
            throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy because it failed to start.");
        }

        await reached.Snapshot.ResourceReady!.WaitAsync(cancellationToken);
        return reached;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposing.Cancel();
        _stopping.Dispose();
        _disposing.Dispose();
    }

    /// <summary>The ids of the resource's instances; its name as long as none has a state.</summary>
    internal IReadOnlyList<string> InstancesOf(IResource resource)
    {
        lock (_lock)
        {
            string[] ids = [.. _current.Values.Where(e => e.Resource == resource).Select(e => e.ResourceId)];
            return ids is [] ? [resource.Name] : ids;
        }
    }

    private static bool NameIs(ResourceEvent change, string name) =>
        string.Equals(change.Resource.Name, name, StringComparison.OrdinalIgnoreCase);

    private CustomResourceSnapshot Initial(IResource resource) => new()
    {
        ResourceType = resource switch
        {
            ContainerResource => "Container",
            ProjectResource => "Project",
            ExecutableResource => "Executable",
            ParameterResource => "Parameter",
            _ => resource.GetType().Name,
        },
        Properties = [],
        CreationTimeStamp = _time.GetUtcNow().UtcDateTime,
        Relationships = [.. Relationships(resource).Distinct()],
    };

    private static IEnumerable<RelationshipSnapshot> Relationships(IResource resource)
    {
        var lines = resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type));
        return resource is IResourceWithParent child ? lines.Prepend(new(child.Parent.Name, KnownRelationshipTypes.Parent)) : lines;
    }

    private CustomResourceSnapshot WithCommands(IResource resource, CustomResourceSnapshot snapshot)
    {
        var context = new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = _services };
        var commands = resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => new ResourceCommandSnapshot(
            c.Name, c.Options.UpdateState?.Invoke(context) ?? ResourceCommandState.Enabled, c.DisplayName, c.Options)).ToImmutableArray();
        return snapshot with { Commands = commands };
    }
}
