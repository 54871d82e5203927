using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>
/// Authenticates API keys by introspection at auth and caches the result for some seconds. A revoked key is announced like an ended
/// session.
/// </summary>
internal sealed class ApiKeyAuthentication(
    ThrottledIntrospection introspection,
    EndedSessions ended,
    TimeProvider timeProvider,
    IOptions<IntrospectionOptions> options
)
{
    private const int MaxEntries = 10_000;
    private const string AuthenticationType = "ApiKey";
    private static readonly TimeSpan InvalidCacheDuration = TimeSpan.FromSeconds(5);

    // Keyed by the key's hash, so that no API key stays in memory longer than its request.
    private readonly ExpiringCache<string, IntrospectedToken> _cache = new(timeProvider, MaxEntries);

    /// <summary>Returns the caller's principal.</summary>
    /// <exception cref="ApiKeyRefusedException">
    /// The key is malformed, unknown, revoked or expired, or its owner may not sign in.
    /// </exception>
    /// <exception cref="ApiKeyUncheckedException">Auth does not answer, so the key cannot be checked.</exception>
    public async ValueTask<ClaimsPrincipal> AuthenticateAsync(string key)
    {
        if (ApiKeyFormat.PublicPart(key) is null || !introspection.IsAvailable)
        {
            throw new ApiKeyRefusedException();
        }

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        var token =
            await _cache.GetAsync(hash, () => introspection.IntrospectAsync(key), LifetimeOf) ?? throw new ApiKeyUncheckedException();
        return token is { Active: true, KeyId: { } id, Subject: { } subject } && !await ended.HasEndedAsync(id, key)
            ? Principal(token, id, subject)
            : throw new ApiKeyRefusedException();
    }

    private (bool IsGood, TimeSpan Lifetime) LifetimeOf(IntrospectedToken token)
    {
        var max = options.Value.CacheDuration;
        if (!token.Active)
        {
            return (false, max < InvalidCacheDuration ? max : InvalidCacheDuration);
        }

        var left = token.ExpiresAt is { } expires ? DateTimeOffset.FromUnixTimeSeconds(expires) - timeProvider.GetUtcNow() : max;
        return (true, max < left ? max : left);
    }

    private static ClaimsPrincipal Principal(IntrospectedToken token, Guid id, string subject)
    {
        var claims = new List<Claim> { new("sub", subject), new("scope", token.Scope ?? ""), new(CallerClaimTypes.ApiKey, id.ToString()) };
        claims.AddRange((token.Roles ?? []).Select(role => new Claim("role", role)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, AuthenticationType, "sub", "role"));
    }
}
