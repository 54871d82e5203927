using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Runs a server; what lives in it (databases) shares its state.</summary>
internal sealed class ServerRunner(IResource resource, EmbeddedServer server, RunContext context) : ResourceRunner(resource, resource.Name, context)
{
    private readonly IResource[] _children =
        [.. context.Model.Resources.Where(child => child is IResourceWithParent { Parent: var parent } && parent == resource)];

    private bool _complete;

    /// <summary>The server.</summary>
    public EmbeddedServer Server => server;

    /// <inheritdoc/>
    protected override int StopSignal => server.StopSignal;

    /// <inheritdoc/>
    protected override string? CheckName => $"{Id}_check";

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        server.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task<ChildProcess> StartProcessAsync(CancellationToken cancellationToken)
    {
        _complete = false;
        var process = await server.StartAsync(cancellationToken);

        // The dashboard shows the program with these in place of its many arguments.
        await PublishAsync(state => state with { Properties = [new("resource.appArgs", ImmutableArray.Create(process.Start.WorkingDirectory))] });
        return process;
    }

    /// <inheritdoc/>
    protected override async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        var ready = await server.IsReadyAsync(cancellationToken);
        if (ready && !_complete)
        {
            await server.CompleteAsync(cancellationToken);
            _complete = true;
        }

        return ready;
    }

    /// <inheritdoc/>
    protected override async Task OnReadyAsync(CancellationToken cancellationToken)
    {
        foreach (var child in _children)
        {
            await Context.Notifications.PublishUpdateAsync(child, state => state with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
                StartTimeStamp = Context.Time.GetUtcNow().UtcDateTime,
            });
            await AnnounceReadyAsync(child, child.Name, cancellationToken);
        }

        await base.OnReadyAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task OnEndedAsync()
    {
        await server.EndedAsync();
        foreach (var child in _children)
        {
            await Context.Notifications.PublishUpdateAsync(child, state => state with
            {
                State = KnownResourceStates.Exited,
                ResourceReady = null,
            });
        }
    }
}
