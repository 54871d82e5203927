using System.Security.Cryptography;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Auth.SigningKeys;

/// <summary>Lets this service validate its own tokens with the keys that it has, where others ask it for them.</summary>
internal sealed class OwnKeys(KeyRing ring, IOptions<ServiceAuthenticationOptions> options) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, ECDsaSecurityKey> _known = new(StringComparer.Ordinal);
    private readonly List<ECDsaSecurityKey> _withdrawn = [];
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
            var configuration = new OpenIdConnectConfiguration { Issuer = options.Value.Issuer };
            foreach (var key in keys)
            {
                configuration.SigningKeys.Add(KeyOf(key));
            }

            Withdraw(keys);
            _last = new Snapshot(keys, configuration);
            return configuration;
        }
    }

    // Those of other replicas come with the ring's next look at the database.
    public void RequestRefresh()
    {
    }

    public void Dispose()
    {
        lock (_changing)
        {
            _withdrawn.AddRange(_known.Values);
            _known.Clear();
            DisposeWithdrawn();
        }
    }

    private ECDsaSecurityKey KeyOf(KeyPair key)
    {
        if (!_known.TryGetValue(key.Kid, out var known))
        {
            known = new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = key.Point })) { KeyId = key.Kid };
            _known.Add(key.Kid, known);
        }

        return known;
    }

    // A request may be validating with a key just now: it is disposed with the next change, which is a rotation later.
    private void Withdraw(IReadOnlyList<KeyPair> keys)
    {
        var gone = _known.Keys.Except(keys.Select(key => key.Kid)).ToList();
        if (gone.Count == 0)
        {
            return;
        }

        DisposeWithdrawn();
        foreach (var kid in gone)
        {
            _known.Remove(kid, out var key);
            _withdrawn.Add(key!);
        }
    }

    private void DisposeWithdrawn()
    {
        foreach (var key in _withdrawn)
        {
            key.ECDsa.Dispose();
        }

        _withdrawn.Clear();
    }

    private sealed record Snapshot(IReadOnlyList<KeyPair> Keys, OpenIdConnectConfiguration Configuration);
}
