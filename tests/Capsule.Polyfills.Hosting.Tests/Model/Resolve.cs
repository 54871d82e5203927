using System.Globalization;
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
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port, port.ToString(CultureInfo.InvariantCulture));
            port++;
        }
    }

    /// <summary>The environment variables that the resource would get, values resolved.</summary>
    public static async Task<Dictionary<string, string?>> EnvironmentAsync<T>(IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment
    {
        var context = new EnvironmentCallbackContext(builder.ApplicationBuilder.ExecutionContext, builder.Resource);
        foreach (var annotation in builder.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            values[name] = value is IValueProvider provider ? await provider.GetValueAsync(CancellationToken.None) : value.ToString();
        }

        return values;
    }

    /// <summary>The arguments that the resource would get.</summary>
    public static async Task<IList<object>> ArgumentsAsync<T>(IResourceBuilder<T> builder)
        where T : IResourceWithArgs
    {
        var context = new CommandLineArgsCallbackContext([], builder.Resource) { ExecutionContext = builder.ApplicationBuilder.ExecutionContext };
        foreach (var annotation in builder.Resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        return context.Args;
    }

    public static ValueTask<string?> ConnectionStringAsync(IResourceWithConnectionString resource) => resource.GetConnectionStringAsync();
}
