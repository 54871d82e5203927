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

/// <summary>
/// Lets a user in a browser grant access to a client (OpenID Connect Core 1.0, section 3.1.2), after the user has signed in and given
/// consent, which is asked for once.
/// </summary>
internal sealed class AuthorizePage(
    BrowserSession browser,
    SameOrigin origin,
    GrantAccess grant,
    IOpenIddictApplicationManager applications,
    IOpenIddictAuthorizationManager authorizations,
    TimeProvider timeProvider
)
{
    // A user who has just signed in is not asked to sign in again, even if the client requires it.
    private static readonly TimeSpan JustNow = TimeSpan.FromSeconds(30);

    /// <summary>Answers a request that OpenIddict has validated.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var parameters = await ParametersAsync(context.Request);
        if (await browser.FindAsync(context) is not { } user || IsTooOld(user, request) || !await IsMeantAsync(user, request, context))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "The user has to sign in.")
                : TypedResults.Redirect(
                    PendingRequest.Of(QueryHelpers.AddQueryString(ProtocolPaths.Authorize, parameters!), request).At(SignInPage.Path)
                );
        }

        var client = (OAuthApplication)(await applications.FindByClientIdAsync(request.ClientId!, context.RequestAborted))!;
        var scopes = ContinueGrant.Within(request.GetScopes(), user.Roles);
        if (scopes.Length == 0)
        {
            return Refuse(Errors.InvalidScope, "The 'scope' parameter has no scope that the user may grant.");
        }

        var decision = await DecisionAsync(context.Request);
        if (decision is not null and not ConsentPage.Allow)
        {
            return Refuse(Errors.AccessDenied, "The user denied it.");
        }

        var hasConsent =
            decision is null
            && !request.HasPromptValue(PromptValues.Consent)
            && await HasConsentAsync(user, client, scopes, context.RequestAborted);
        if (decision is null && !hasConsent)
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.ConsentRequired, "The user has to be asked.")
                : ConsentPage.Of(user, client, scopes, ProtocolPaths.Authorize, parameters);
        }

        var granted = await grant.ExecuteAsync(user.SessionId, client, scopes, request, consents: !hasConsent, context.RequestAborted);
        return granted.Refusal is null
            ? Results.SignIn(granted.Value, null, ProtocolRequest.Scheme)
            : Refuse(Errors.LoginRequired, "The session has ended.");
    }

    /// <summary>Sends the user back to the client with an error.</summary>
    public static IResult Refuse(string error, string description) =>
        Results.Forbid(
            new AuthenticationProperties(
                new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
                }
            ),
            [ProtocolRequest.Scheme]
        );

    /// <summary>Returns the user's decision; null when the form did not come from a page of this service.</summary>
    public async Task<string?> DecisionAsync(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.HasFormContentType
        && origin.IsSender(request)
        && (await request.ReadFormAsync(request.HttpContext.RequestAborted))[ConsentPage.Decision].ToString() is { Length: > 0 } decision
            ? decision
            : null;

    private bool IsTooOld(SignedInUser user, OpenIddictRequest request)
    {
        var age = timeProvider.GetUtcNow() - user.AuthenticatedAt;
        return age > JustNow
            && (
                request.HasPromptValue(PromptValues.Login)
                || request.HasPromptValue(PromptValues.SelectAccount)
                || (request.MaxAge is { } max && age.TotalSeconds > max)
            );
    }

    // Whether the user is the subject of the client's id_token_hint (OpenID Connect Core, section 3.1.2.1).
    private static async Task<bool> IsMeantAsync(SignedInUser user, OpenIddictRequest request, HttpContext context) =>
        string.IsNullOrEmpty(request.IdTokenHint)
        || (await context.AuthenticateAsync(ProtocolRequest.Scheme)).Principal?.GetClaim(Claims.Subject) is not { } subject
        || subject == user.UserId.ToString();

    // The parameters as they were sent; for a pushed request, the reference to it.
    private static async Task<Dictionary<string, string>> ParametersAsync(HttpRequest request) =>
        (
            HttpMethods.IsPost(request.Method)
                ? (await request.ReadFormAsync(request.HttpContext.RequestAborted)).AsEnumerable()
                : request.Query
        )
            .Where(parameter => parameter.Key != ConsentPage.Decision)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString(), StringComparer.Ordinal);

    private async Task<bool> HasConsentAsync(
        SignedInUser user,
        OAuthApplication client,
        string[] scopes,
        CancellationToken cancellationToken
    )
    {
        var consents = authorizations.FindAsync(
            user.UserId.ToString(),
            client.Id.ToString(),
            Statuses.Valid,
            AuthorizationTypes.Permanent,
            [.. scopes],
            cancellationToken
        );
        await using var enumerator = consents.GetAsyncEnumerator(cancellationToken);
        return await enumerator.MoveNextAsync();
    }
}
