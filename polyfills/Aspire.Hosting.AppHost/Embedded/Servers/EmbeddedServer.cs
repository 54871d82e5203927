namespace Aspire.Hosting.Embedded;

/// <summary>A server that runs as a process of this machine.</summary>
internal abstract class EmbeddedServer(ServerSite site) : IDisposable
{
    /// <summary>What has to be installed.</summary>
    public abstract ServerPackage Package { get; }

    /// <summary>The account that it runs as when the AppHost is root.</summary>
    public abstract string UserName { get; }

    /// <summary>The signal that stops it cleanly.</summary>
    public virtual int StopSignal => Native.SigTerm;

    /// <summary>How long it takes to start, compared with others; the longest is started first.</summary>
    public virtual int Weight => 0;

    /// <summary>What it was given to work with.</summary>
    protected ServerSite Site { get; } = site;

    /// <summary>The account that it runs as; null for the AppHost's own.</summary>
    protected LocalUser? User { get; private set; }

    /// <summary>Its folder while it is open.</summary>
    protected DataFolder? Folder { get; private set; }

    /// <summary>Whether its programs are on this machine.</summary>
    public abstract bool IsInstalled { get; }

    /// <summary>Prepares the folder and starts the server's process.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be started.</exception>
    internal async Task<ChildProcess> StartAsync(CancellationToken cancellationToken)
    {
        User = LocalUser.ForServer(UserName);
        Folder ??= Site.Folders.Open(Site.Resource, Site.Volume, User);
        await Folder.WaitUntilUnusedAsync(Site.Time, cancellationToken);
        return await StartInAsync(Folder, cancellationToken);
    }

    /// <summary>Whether it answers as a client expects.</summary>
    /// <exception cref="DistributedApplicationException">It never will, and why.</exception>
    public abstract Task<bool> IsReadyAsync(CancellationToken cancellationToken);

    /// <summary>Creates in the running server what the application expects there.</summary>
    public virtual Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends what ran beside the server's process, which has ended.</summary>
    public virtual Task EndedAsync() => Task.CompletedTask;

    /// <summary>Gives its folder free; a temporary one goes.</summary>
    public void Dispose()
    {
        Folder?.Dispose();
        Folder = null;
    }

    /// <summary>Starts the server's process in its folder.</summary>
    protected abstract Task<ChildProcess> StartInAsync(DataFolder folder, CancellationToken cancellationToken);
}
