using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery.Http;

/// <summary>Sends a request to the endpoint that its logical host name stands for.</summary>
internal sealed class ResolvingHttpDelegatingHandler(ServiceEndpointResolver resolver, IOptions<ServiceDiscoveryOptions> options)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } original)
        {
            throw new InvalidOperationException("Cannot resolve an endpoint for a request which has no RequestUri");
        }

        request.RequestUri = resolver.Next(original) is { } endpoint ? At(original, endpoint) : PassThrough(original);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // A retry further out must resolve afresh, to the next endpoint.
            request.RequestUri = original;
        }
    }

    private static Uri At(Uri original, Uri endpoint)
    {
        var result = new UriBuilder(original) { Scheme = endpoint.Scheme, Host = endpoint.Host, Port = endpoint.Port };
        if (endpoint.AbsolutePath.Length > 1)
        {
            result.Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{original.AbsolutePath.TrimStart('/')}";
        }

        return result.Uri;
    }

    private Uri PassThrough(Uri original)
    {
        var schemes = original.Scheme.Split('+');
        if (schemes.Length == 1)
        {
            return original;
        }

        var scheme = options.Value.Allowed(schemes).FirstOrDefault()
            ?? throw new InvalidOperationException($"The scheme '{schemes[0]}' is not allowed.");
        return new UriBuilder(original) { Scheme = scheme, Port = original.Port }.Uri;
    }
}
