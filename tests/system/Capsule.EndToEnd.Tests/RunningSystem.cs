using Capsule.Contracts.Catalogue;
using Capsule.Testing;

namespace Capsule.EndToEnd.Tests;

/// <summary>The whole system as a process of its own, on free ports.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    /// <summary>Installing the servers on a machine that has none is part of the first start.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);

    private RunningSystem(AppHostProcess host)
    {
        Host = host;
        Client = new SystemClient(service => host.Address(service)!, host.DataRoot);
    }

    public AppHostProcess Host { get; }

    public SystemClient Client { get; }

    /// <summary>Starts the system and waits until it is healthy.</summary>
    public static async Task<RunningSystem> StartAsync(string dataRoot)
    {
        var system = new RunningSystem(AppHostProcess.Start(dataRoot));
        await system.Host.WaitUntilHealthyAsync(ServiceCatalogue.Names, StartDeadline);
        return system;
    }

    /// <summary>A new folder that the servers' own users can enter.</summary>
    public static string NewDataRoot() => ServerFolder.New("capsule-e2e");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
