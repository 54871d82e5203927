using Capsule.Auth.Tests;
using Capsule.Testing;

[assembly: AssemblyFixture(typeof(SharedAuth))]

namespace Capsule.Auth.Tests;

/// <summary>Stops what tests shared when the last of them has ended.</summary>
public sealed class SharedAuth : IAsyncDisposable
{
    internal static SharedHosts<Program> Hosts { get; } = new();

    // On the databases of the hosts.
    internal static SharedHosts<Program> Replicas { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Replicas.DisposeAsync();
        await Hosts.DisposeAsync();
    }
}
