using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Runs the resources of the model on this machine.</summary>
internal interface IApplicationRuntime
{
    /// <summary>Begins to start everything; returns when nothing is left that could refuse the start as a whole.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops everything, in order.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}

/// <summary>Ties the runtime to the host, and so to Ctrl-C and SIGTERM.</summary>
internal sealed class RuntimeService(IApplicationRuntime runtime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => runtime.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => runtime.StopAsync(cancellationToken);
}
