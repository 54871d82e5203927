using System.Buffers.Text;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.Secrets;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Tokens;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>
/// The session that a browser is signed in with: a cookie with its identifier and proof that this service made it. What the session is
/// worth is looked up at each use, so that it ends in the browser when it ends anywhere.
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

    // Browsers take a cookie of this name from this host alone, over TLS.
    private string Name => IsSecure ? "__Host-capsule-session" : "capsule-session";

    /// <summary>Finds who is signed in; null when nobody is.</summary>
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

            // Strict would not be sent when a client sends the user here; forms of other sites come without it.
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        };
}
