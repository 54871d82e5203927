using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

/// <summary>Does what starting the application does to the values in the model.</summary>
internal static class Resolve
{
    public static IDistributedApplicationBuilder RunBuilder(params string[] args) =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });

    /// <summary>Gives every endpoint of the resource an address.</summary>
    public static void Allocate(IResource resource, int port)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
            port++;
        }
    }

    /// <summary>The environment variables that the resource would get, values resolved.</summary>
    public static Task<Dictionary<string, string?>> EnvironmentAsync(IResourceBuilder<IResource> builder) =>
        builder.Resource.ResolveEnvironmentAsync(CancellationToken.None);

    /// <summary>The arguments that the resource would get.</summary>
    public static Task<List<string>> ArgumentsAsync(IResourceBuilder<IResource> builder) =>
        builder.Resource.ResolveArgumentsAsync(CancellationToken.None);

    public static ValueTask<string?> ConnectionStringAsync(IResourceWithConnectionString resource) => resource.GetConnectionStringAsync();
}
