using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Hands out a service's endpoints in turn; reads them again when configuration changes.</summary>
internal sealed class ServiceEndpointResolver : IDisposable
{
    private readonly ConcurrentDictionary<string, Rotation> _rotations = new();
    private readonly ConfigurationEndpoints _endpoints;
    private readonly IDisposable _reload;

    public ServiceEndpointResolver(ConfigurationEndpoints endpoints, IConfiguration configuration)
    {
        _endpoints = endpoints;
        _reload = ChangeToken.OnChange(configuration.GetReloadToken, _rotations.Clear);
    }

    /// <summary>Returns the next endpoint for the address, or null when none is configured.</summary>
    public Uri? Next(Uri uri) => _rotations.GetOrAdd(
        uri.GetLeftPart(UriPartial.Authority),
        static (_, asked) => new Rotation(asked.Endpoints.Find(ServiceEndpointQuery.Parse(asked.Uri))),
        (Endpoints: _endpoints, Uri: uri)).Next();

    public void Dispose() => _reload.Dispose();

    private sealed class Rotation(Uri[] endpoints)
    {
        private uint _next = uint.MaxValue;

        public Uri? Next() => endpoints.Length == 0 ? null : endpoints[Interlocked.Increment(ref _next) % (uint)endpoints.Length];
    }
}
