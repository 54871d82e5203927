using Capsule.Security;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Capsule.Auth.Keys;

/// <summary>
/// Lets this service validate its own tokens with its own keys, which other services fetch over HTTP. The keys are never disposed:
/// Microsoft.IdentityModel caches what it verifies with for the whole process, and would refuse a valid token with a disposed key.
/// </summary>
internal sealed class OwnKeys(KeyRing ring, IOptions<ServiceAuthenticationOptions> options)
    : IConfigurationManager<OpenIdConnectConfiguration>
{
    private readonly Lock _changing = new();
    private volatile Snapshot? _last;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var keys = await ring.PublishedAsync(cancel);
        if (_last is { } last && last.Keys.SequenceEqual(keys))
        {
            return last.Configuration;
        }

        lock (_changing)
        {
            var known = _last?.Configuration.SigningKeys.ToDictionary(key => key.KeyId!, StringComparer.Ordinal) ?? [];
            var configuration = new OpenIdConnectConfiguration { Issuer = options.Value.Issuer };
            foreach (var key in keys)
            {
                configuration.SigningKeys.Add(known.GetValueOrDefault(key.Kid) ?? key.PublicKey);
            }

            _last = new Snapshot(keys, configuration);
            return configuration;
        }
    }

    // The ring reads the keys of other replicas periodically.
    public void RequestRefresh() { }

    private sealed record Snapshot(IReadOnlyList<KeyPair> Keys, OpenIdConnectConfiguration Configuration);
}
