using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.OAuth.Store;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>The page on which a user enters the code that another device shows (RFC 8628, section 3.3).</summary>
internal sealed class DevicePage(
    BrowserSession browser,
    AuthorizePage authorize,
    GrantAccess grant,
    IOpenIddictApplicationManager applications
)
{
    private const string Status = "status";
    private const string Allowed = "allowed";
    private const string Denied = "denied";

    /// <summary>Answers a request; OpenIddict has validated its code, if it has one.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        switch (context.Request.Query[Status].ToString())
        {
            case Allowed:
                return new HtmlPage("Done", $"<p>The device is signed in. You can close this page.</p>");
            case Denied:
                return new HtmlPage("Denied", $"<p>The device was not signed in. You can close this page.</p>");
            default:
                break;
        }

        if (await browser.FindAsync(context) is not { } user)
        {
            return TypedResults.Redirect(new PendingRequest(Address(context.GetOpenIddictServerRequest()?.UserCode)).At(SignInPage.Path));
        }

        var code = await context.AuthenticateAsync(ProtocolRequest.Scheme);
        return code is { Succeeded: true, Principal: { } principal } && principal.GetClaim(Claims.ClientId) is { Length: > 0 } id
            ? await DecideAsync(
                context,
                user,
                id,
                principal.GetScopes(),
                code.Properties!.GetTokenValue(OpenIddictServerAspNetCoreConstants.Tokens.UserCode)!
            )
            : EnterCode(context.GetOpenIddictServerRequest()?.UserCode is { Length: > 0 });
    }

    private async Task<IResult> DecideAsync(HttpContext context, SignedInUser user, string clientId, IEnumerable<string> asked, string code)
    {
        var client = (OAuthApplication)(await applications.FindByClientIdAsync(clientId, context.RequestAborted))!;
        var scopes = ContinueGrant.Within(asked, user.Roles);
        var decision = await authorize.DecisionAsync(context.Request);
        if (decision is null && scopes.Length > 0)
        {
            return ConsentPage.Of(
                user,
                client,
                scopes,
                ProtocolPaths.Device,
                [KeyValuePair.Create(Parameters.UserCode, code)],
                Compare(code)
            );
        }

        if (decision != ConsentPage.Allow || scopes.Length == 0)
        {
            return Deny();
        }

        var granted = await grant.ExecuteAsync(
            user.SessionId,
            client,
            scopes,
            new OpenIddictRequest(),
            consents: false,
            context.RequestAborted
        );
        return granted.Refusal is null
            ? Results.SignIn(granted.Value, new AuthenticationProperties { RedirectUri = Address(Status, Allowed) }, ProtocolRequest.Scheme)
            : Deny();
    }

    private static IResult Deny() =>
        Results.Forbid(new AuthenticationProperties { RedirectUri = Address(Status, Denied) }, [ProtocolRequest.Scheme]);

    // The code may come from a link that somebody else has sent (RFC 8628, section 5.4).
    private static Html Compare(string code) =>
        $"""
            <p>The device shows the code <strong>{code}</strong>. Deny it if yours does not, or if somebody sent you here.</p>
            """;

    private static HtmlPage EnterCode(bool isWrong)
    {
        Html alert = isWrong ? (Html)$"""<p role="alert">The code is wrong, was used, or has expired.</p>""" : Html.Empty;
        return new HtmlPage(
            "Sign a device in",
            $"""
            {alert}<form method="get" action="{ProtocolPaths.Device}">
            <label for="user_code">Code that the device shows</label><input id="user_code" name="user_code" autocomplete="off" required>
            <p class="hint">Enter a code only of a device that is yours.</p><button>Continue</button></form>
            """,
            isWrong ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );
    }

    private static string Address(string? code) => code is { Length: > 0 } ? Address(Parameters.UserCode, code) : ProtocolPaths.Device;

    private static string Address(string name, string value) => QueryHelpers.AddQueryString(ProtocolPaths.Device, name, value);
}
