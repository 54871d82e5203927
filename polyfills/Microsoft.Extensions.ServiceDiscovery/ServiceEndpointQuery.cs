namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>What a request asks for: <c>scheme[+scheme…]://[_endpoint.]service</c>.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Endpoint">The named endpoint, if the request names one.</param>
/// <param name="Schemes">Schemes in order of preference.</param>
internal sealed record ServiceEndpointQuery(string Service, string? Endpoint, string[] Schemes)
{
    public static ServiceEndpointQuery Parse(Uri uri)
    {
        var host = uri.Host;
        var schemes = uri.Scheme.Split('+');
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return host.StartsWith('_') && dot > 1 && host[^1] != '.'
            ? new ServiceEndpointQuery(host[(dot + 1)..], host[1..dot], schemes)
            : new ServiceEndpointQuery(host, null, schemes);
    }
}
