using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>Checks that a form was sent by a page of this service. Browsers name the origin of every form that they post.</summary>
internal sealed class SameOrigin(IOptions<ServiceAuthenticationOptions> authentication)
{
    /// <summary>The answer to a form of another page.</summary>
    public static HtmlPage Refusal => new("Not allowed", $"<p>The form did not come from this page.</p>", StatusCodes.Status403Forbidden);

    public bool IsSender(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site == "same-origin";
        }

        // A request with neither header comes from no browser, so it cannot misuse a user's cookies.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || origin == $"{request.Scheme}://{request.Host}"
            || origin == new Uri(authentication.Value.Issuer).GetLeftPart(UriPartial.Authority);
    }
}
