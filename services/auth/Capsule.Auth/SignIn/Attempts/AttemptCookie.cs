using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>
/// Binds an attempt to the browser in which it began, so that nobody can have another's browser finish theirs. One for all attempts of a
/// browser: several tabs do not disturb each other. For the sign-in page it is the verifier as well.
/// </summary>
internal sealed class AttemptCookie(IOptions<ServiceAuthenticationOptions> authentication, IOptions<ExternalSignInOptions> options)
{
    private bool IsSecure => authentication.Value.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    // Browsers take a cookie of this name from this host alone, over TLS: no other host can give a browser its own value.
    private string Name => IsSecure ? "__Host-capsule-sign-in" : "capsule-sign-in";

    /// <summary>The browser's value; null when it has none.</summary>
    public string? Find(HttpRequest request) => request.Cookies[Name] is { } value && CodeChallenge.IsVerifier(value) ? value : null;

    /// <summary>The browser's value, which it keeps from now on for as long as an attempt lasts.</summary>
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

                // Strict would not be sent when the provider sends the user back.
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = options.Value.Lifetime,
                IsEssential = true,
            }
        );
        return value;
    }
}
