using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.Sessions.Revocation;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>
/// Signs a user out at the request of a client (OpenID Connect RP-Initiated Logout 1.0): ends the browser's session and the family of the
/// client's tokens. Asks the user first, unless the client presents an ID token of the user.
/// </summary>
internal sealed class SignOutPage(BrowserSession browser, AuthorizePage authorize, EndSession sessions, IOpenIddictTokenManager tokens)
{
    /// <summary>Answers a request that OpenIddict has validated.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var user = await browser.FindAsync(context);
        var hint = (await context.AuthenticateAsync(ProtocolRequest.Scheme)).Principal;
        var isProven = user is null || hint?.GetClaim(Claims.Subject) == user.UserId.ToString();
        if (!isProven && await authorize.DecisionAsync(context.Request) is not ConsentPage.Allow)
        {
            return Ask(user!, context.GetOpenIddictServerRequest()!);
        }

        if (Guid.TryParse(hint?.GetClaim(UserIdentity.Session), out var family))
        {
            await tokens.RevokeByAuthorizationIdAsync(family.ToString(), context.RequestAborted);
        }

        if (user is not null)
        {
            await sessions.ByIdAsync(user.UserId, user.SessionId, context.RequestAborted);
        }

        browser.Forget(context);
        return context.GetOpenIddictServerRequest()!.PostLogoutRedirectUri is { Length: > 0 }
            ? Results.SignOut(new AuthenticationProperties(), [ProtocolRequest.Scheme])
            : new HtmlPage("Signed out", $"<p>You are signed out.</p>");
    }

    private static HtmlPage Ask(SignedInUser user, OpenIddictRequest request)
    {
        var hidden = Html.Join(
            request
                .GetParameters()
                .Where(parameter => parameter.Key != ConsentPage.Decision)
                .Select(parameter => (Html)$"""<input type="hidden" name="{parameter.Key}" value="{(string?)parameter.Value}">""")
        );
        return new HtmlPage(
            "Sign out?",
            $"""
            <p>You are signed in as <strong>{user.Email}</strong>.</p>
            <form method="post" action="{ProtocolPaths.EndSession}">{hidden}<button name="{ConsentPage.Decision}" value="{ConsentPage.Allow}">Sign out</button></form>
            """
        );
    }
}
