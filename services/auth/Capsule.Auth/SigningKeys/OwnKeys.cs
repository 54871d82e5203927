using System.Security.Cryptography;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Auth.SigningKeys;

/// <summary>Lets this service validate its own tokens with the keys that it has, where others ask it for them.</summary>
internal sealed class OwnKeys(KeyRing ring, IOptions<ServiceAuthenticationOptions> options) : IConfigurationManager<OpenIdConnectConfiguration>
{
    private volatile Snapshot? _last;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var keys = await ring.PublishedAsync(cancel);
        if (_last is { } last && last.Keys.SequenceEqual(keys))
        {
            return last.Configuration;
        }

        var configuration = new OpenIdConnectConfiguration { Issuer = options.Value.Issuer };
        foreach (var key in keys)
        {
            configuration.SigningKeys.Add(new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = key.Point }))
            {
                KeyId = key.Kid,
            });
        }

        _last = new Snapshot(keys, configuration);
        return configuration;
    }

    // Those of other replicas come with the ring's next look at the database.
    public void RequestRefresh()
    {
    }

    private sealed record Snapshot(IReadOnlyList<KeyPair> Keys, OpenIdConnectConfiguration Configuration);
}
