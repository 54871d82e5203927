using Capsule.Security;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Capsule.Auth.Keys;

/// <summary>
/// Lets this service validate its own tokens with the keys that it has, where others ask it for them. Nobody disposes of the keys:
/// Microsoft.IdentityModel keeps what it verifies with in a cache of the whole process, by key, and refuses a good token when that was
/// disposed of. There are few of them.
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

    // Those of other replicas come with the ring's next look at the database.
    public void RequestRefresh() { }

    private sealed record Snapshot(IReadOnlyList<KeyPair> Keys, OpenIdConnectConfiguration Configuration);
}
