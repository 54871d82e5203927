using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Ties a health check of the AppHost's services to the resource.</summary>
    /// <exception cref="DistributedApplicationException">The resource has it already.</exception>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(h => h.Key == key))
        {
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' already has a health check with key '{key}'.");
        }

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>The resource is healthy while a GET of the path, / unless given, answers with the status, 200 unless given.</summary>
    /// <exception cref="DistributedApplicationException">There is no such endpoint, or it does not speak http.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        var resource = builder.Resource;
        var endpoints = resource.GetEndpoints().ToArray();
        var endpoint = endpointName is null
            ? endpoints.FirstOrDefault(e => e.IsHttp) ?? endpoints.FirstOrDefault(e => e.IsHttps)
            : endpoints.FirstOrDefault(e => e.EndpointName.Equals(endpointName, StringComparison.OrdinalIgnoreCase));
        if (endpoint is null)
        {
            throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{resource.Name}' as no endpoint was found matching one of the specified names: {endpointName ?? "http, https"}");
        }

        if (!endpoint.IsHttp && !endpoint.IsHttps)
        {
            throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{resource.Name}' as the endpoint with name '{endpoint.EndpointName}' and scheme '{endpoint.Scheme}' is not an HTTP endpoint.");
        }

        var (target, expected) = (path ?? "/", statusCode ?? 200);
        var key = $"{resource.Name}_{endpoint.EndpointName}_{target}_{expected}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, services => new HttpEndpointHealthCheck(services.GetRequiredService<IHttpClientFactory>(), endpoint, target, expected), null, null));
        return builder.WithHealthCheck(key);
    }
}
