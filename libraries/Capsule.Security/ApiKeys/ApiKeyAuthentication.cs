using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>
/// Who an API key speaks for, as auth says; the answer is kept for some seconds. That a key was revoked is heard the way the end of a session is.
/// </summary>
internal sealed class ApiKeyAuthentication(
    TokenQuestions questions, EndedSessions ended, TimeProvider time, IOptions<IntrospectionOptions> options)
{
    private const int MostKept = 10_000;
    private const string AuthenticationType = "ApiKey";
    private static readonly TimeSpan WrongAreKept = TimeSpan.FromSeconds(5);

    // By hash: a key stands nowhere in memory for longer than its request.
    private readonly ExpiringCache<string, IntrospectedToken> _answers = new(time, MostKept);

    /// <summary>Returns who calls.</summary>
    /// <exception cref="ApiKeyRefusedException">It is no key, or was revoked, or has expired, or its owner may not call.</exception>
    /// <exception cref="ApiKeyUncheckedException">Auth does not answer.</exception>
    public async ValueTask<ClaimsPrincipal> AuthenticateAsync(string key)
    {
        if (ApiKeyFormat.PublicPart(key) is null || !questions.IsAvailable)
        {
            throw new ApiKeyRefusedException();
        }

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        var token = await _answers.GetAsync(hash, () => questions.AskAsync(key), Keep) ?? throw new ApiKeyUncheckedException();
        return token is { Active: true, KeyId: { } id, Subject: { } subject } && !await ended.HasEndedAsync(id, key)
            ? Principal(token, id, subject)
            : throw new ApiKeyRefusedException();
    }

    private (bool Good, TimeSpan For) Keep(IntrospectedToken token)
    {
        var most = options.Value.CacheDuration;
        if (!token.Active)
        {
            return (false, most < WrongAreKept ? most : WrongAreKept);
        }

        var left = token.ExpiresAt is { } expires ? DateTimeOffset.FromUnixTimeSeconds(expires) - time.GetUtcNow() : most;
        return (true, most < left ? most : left);
    }

    private static ClaimsPrincipal Principal(IntrospectedToken token, Guid id, string subject)
    {
        var claims = new List<Claim> { new("sub", subject), new("scope", token.Scope ?? ""), new(CallerClaimTypes.ApiKey, id.ToString()) };
        claims.AddRange((token.Roles ?? []).Select(role => new Claim("role", role)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, AuthenticationType, "sub", "role"));
    }
}
