using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Reads a service's endpoints from configuration.</summary>
internal sealed class ConfigurationEndpoints(
    IConfiguration configuration,
    IOptions<ConfigurationServiceEndpointProviderOptions> location,
    IOptions<ServiceDiscoveryOptions> options)
{
    /// <summary>Returns the endpoints that fit the query, of its best available scheme; none when nothing is configured.</summary>
    /// <exception cref="KeyNotFoundException">The section holds something that is no endpoint.</exception>
    public Uri[] Find(ServiceEndpointQuery query)
    {
        var schemes = options.Value.Allowed(query.Schemes);
        var service = configuration.GetSection(location.Value.SectionName).GetSection(query.Service);
        string[] names = query.Endpoint is { } name ? [name] : ["default", .. schemes];
        var section = names.Select(service.GetSection).FirstOrDefault(static candidate => candidate.Exists());
        if (section is null)
        {
            return [];
        }

        var found = Values(section, query.Service).Select(value => Parse(value, schemes, query, section.Key)).ToList();
        var best = schemes.FirstOrDefault(scheme => found.Any(uri => uri.Scheme == scheme));
        return [.. found.Where(uri => uri.Scheme == best)];
    }

    private static IEnumerable<string?> Values(IConfigurationSection section, string service)
    {
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            return [section.Value];
        }

        var children = section.GetChildren().ToList();
        return children.TrueForAll(static child => int.TryParse(child.Key, out _))
            ? children.Select(static child => child.Value)
            : throw new KeyNotFoundException(
                $"The endpoint configuration section for service '{service}' endpoint '{section.Key}' has non-numeric keys.");
    }

    private static Uri Parse(string? value, string[] schemes, ServiceEndpointQuery query, string endpoint)
    {
        // An address without a scheme takes the first that the request would accept.
        var address = value?.Contains("://", StringComparison.Ordinal) == true ? value : $"{schemes.FirstOrDefault("http")}://{value}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? uri
            : throw new KeyNotFoundException(
                $"The endpoint configuration section for service '{query.Service}' endpoint '{endpoint}' has an invalid value.");
    }
}
