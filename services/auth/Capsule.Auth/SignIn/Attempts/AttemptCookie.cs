using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>
/// A cookie that binds an attempt to the browser in which it began, so that an attacker cannot have a victim's browser finish the
/// attacker's attempt. All attempts of a browser share it, so that tabs do not disturb each other. It is also the verifier of the sign-in
/// page.
/// </summary>
internal sealed class AttemptCookie(IOptions<ServiceAuthenticationOptions> authentication, IOptions<ExternalSignInOptions> options)
{
    private bool IsSecure => authentication.Value.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    // Browsers accept a cookie with this prefix only from this host and over TLS, so that no other host can set it.
    private string Name => IsSecure ? "__Host-capsule-sign-in" : "capsule-sign-in";

    /// <summary>Returns the cookie's value; null when the browser has no valid one.</summary>
    public string? Find(HttpRequest request) => request.Cookies[Name] is { } value && CodeChallenge.IsVerifier(value) ? value : null;

    /// <summary>Returns the cookie's value, and has the browser keep it for the lifetime of an attempt.</summary>
    public string Keep(HttpContext context)
    {
        var value = Find(context.Request) ?? OneTimeSecret.Make().Text;
        context.Response.Cookies.Append(
            Name,
            value,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = IsSecure,

                // A strict cookie would be missing when the provider sends the user back.
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = options.Value.Lifetime,
                IsEssential = true,
            }
        );
        return value;
    }
}
