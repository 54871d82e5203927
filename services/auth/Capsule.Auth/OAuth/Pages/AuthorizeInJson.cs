using System.Security.Claims;
using Capsule.Auth.OAuth.Answers;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Protocol;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>
/// Lets a first-party app grant a client access for its signed-in user, by a request in JSON with the user's access token.
/// </summary>
internal sealed class AuthorizeInJson(GrantAccess grant, IOpenIddictApplicationManager applications)
{
    private static readonly Refusal SessionRequired = Refusal.Forbidden(
        "session-required",
        "Only a user who is signed in lets a client act for them: the token must be one of the user's own session."
    );

    private static readonly Refusal TooManyScopes = Refusal.Validation(
        "scope",
        "may have what both the client and your access token may, with spaces between."
    );

    /// <summary>Answers with the address to send the user to, or with a problem.</summary>
    public async Task<IResult> AnswerAsync(AuthorizeRequest asked, HttpContext context)
    {
        var caller = context.User;
        if (caller.SessionId() is not { } session || !caller.IsFirstParty())
        {
            return ApiProblem.Of(SessionRequired);
        }

        // OpenIddict validates the request as if a browser had sent it.
        AnswerInJson.Want(context);
        (context.Request.Method, context.Request.QueryString) = (HttpMethods.Get, asked.ToQuery());
        if (await ProtocolRequest.IsAnsweredAsync(context))
        {
            return new ProtocolRequest.Answered(context.Response.StatusCode);
        }

        var granted = await GrantAsync(asked, session, context);
        if (granted.Refusal is { } refusal)
        {
            return ApiProblem.Of(refusal);
        }

        await context.SignInAsync(ProtocolRequest.Scheme, granted.Value);
        return new ProtocolRequest.Answered(context.Response.StatusCode);
    }

    // A client gets no more than the access token of the request has, except the scopes of OpenID Connect.
    private async Task<Outcome<ClaimsPrincipal>> GrantAsync(AuthorizeRequest asked, Guid session, HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var client = (OAuthApplication)(await applications.FindByClientIdAsync(request.ClientId!, context.RequestAborted))!;
        var allowed = client
            .PermissionsOf(Permissions.Prefixes.Scope)
            .Where(scope => OpenIdScopes.All.Contains(scope, StringComparer.Ordinal) || CallerClaims.HasScope(context.User, scope))
            .ToArray();
        var scopes = asked.Scope is null ? allowed : [.. request.GetScopes()];
        return scopes.Length == 0 || scopes.Except(allowed, StringComparer.Ordinal).Any()
            ? TooManyScopes
            : await grant.ExecuteAsync(session, client, scopes, request, consents: false, context.RequestAborted);
    }
}
