using System.Buffers.Text;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.Secrets;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Tokens;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>
/// The session that a browser is signed in with: a cookie with the session's identifier and a tag that proves that this service created it.
/// Each use looks the session up, so that its end signs the browser out as well.
/// </summary>
internal sealed class BrowserSession(
    SecretBox secrets,
    RefreshTokens refreshTokens,
    SignedInUserTable users,
    IOptions<ServiceAuthenticationOptions> authentication
)
{
    private const string Purpose = "browser session";
    private const int IdSize = 16;
    private const int Size = IdSize + SecretBox.TagSize;

    private bool IsSecure => authentication.Value.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    // Browsers accept a cookie with this prefix only from this host and over TLS.
    private string Name => IsSecure ? "__Host-capsule-session" : "capsule-session";

    /// <summary>Finds the signed-in user; null when there is none.</summary>
    public async Task<SignedInUser?> FindAsync(HttpContext context) =>
        Read(context.Request.Cookies[Name]) is { } session ? await users.FindAsync(session, context.RequestAborted) : null;

    /// <summary>Signs the browser in with a new session, until the browser is closed or the session ends.</summary>
    public void Keep(HttpContext context, TokenResponse tokens)
    {
        var session = refreshTokens.Read(tokens.RefreshToken!)!.SessionId;
        var value = new byte[Size];
        session.TryWriteBytes(value, bigEndian: true, out _);
        secrets.Authenticate(value.AsSpan(0, IdSize), Purpose).CopyTo(value, IdSize);
        context.Response.Cookies.Append(Name, Base64Url.EncodeToString(value), Options());
    }

    /// <summary>Signs the browser out.</summary>
    public void Forget(HttpContext context) => context.Response.Cookies.Delete(Name, Options());

    private Guid? Read(string? cookie)
    {
        Span<byte> value = stackalloc byte[Size];
        return
            cookie is not null
            && cookie.Length == Base64Url.GetEncodedLength(Size)
            && Base64Url.TryDecodeFromChars(cookie, value, out var length)
            && length == Size
            && secrets.IsAuthentic(value[..IdSize], value[IdSize..], Purpose)
            ? new Guid(value[..IdSize], bigEndian: true)
            : null;
    }

    private CookieOptions Options() =>
        new()
        {
            HttpOnly = true,
            Secure = IsSecure,

            // A strict cookie would be missing when a client sends the user here. Forms of other sites come without this one.
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        };
}
