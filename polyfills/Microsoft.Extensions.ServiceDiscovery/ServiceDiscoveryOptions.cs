// Stands in for Microsoft.Extensions.ServiceDiscovery: logical host names of HttpClient requests are resolved from configuration
// (Services:<name>:<endpoint>) and pass through where nothing is configured.
// Not covered: other providers (DNS, custom), other selectors, host name metadata, YARP.
namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>How service endpoints are resolved.</summary>
public sealed class ServiceDiscoveryOptions
{
    /// <summary>Whether every scheme of a request is allowed; otherwise only <see cref="AllowedSchemes"/> are.</summary>
    public bool AllowAllSchemes { get; set; } = true;

    /// <summary>The schemes that are allowed when <see cref="AllowAllSchemes"/> is off, best first.</summary>
    public IList<string> AllowedSchemes { get; set; } = [];

    internal string[] Allowed(string[] requested) => AllowAllSchemes
        ? requested
        : [.. requested.Where(scheme => AllowedSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))];
}
