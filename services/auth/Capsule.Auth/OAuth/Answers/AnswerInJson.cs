using System.Text.RegularExpressions;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.Protocol;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Answers;

/// <summary>
/// Answers a request of a first-party app in JSON: with the address to send the user to, or with a problem that names the parameter.
/// </summary>
internal sealed partial class AnswerInJson : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    private static readonly object Marker = new();

    /// <summary>Marks a request as one to answer in JSON.</summary>
    public static void Want(HttpContext context) => context.Items[Marker] = true;

    /// <summary>Whether a request is to be answered in JSON.</summary>
    public static bool IsWanted(HttpContext context) => context.Items.ContainsKey(Marker);

    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        if (!IsWanted(http))
        {
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        IResult answer = context.Response.Error is null
            ? TypedResults.Ok(new AuthorizeResponse(Redirect(context)))
            : ApiProblem.Validation(FieldOf(context.Response.ErrorDescription), context.Response.ErrorDescription ?? "is not valid.");
        await answer.ExecuteAsync(http);
        context.HandleRequest();
    }

    private static string Redirect(ApplyAuthorizationResponseContext context) =>
        RedirectUris.With(
            context.RedirectUri!,
            [.. context.Response.GetParameters().Select(parameter => (parameter.Key, (string?)parameter.Value))]
        );

    // OpenIddict's descriptions quote the name of the parameter.
    private static string FieldOf(string? description) =>
        Quoted().Match(description ?? "") is { Success: true } match ? match.Groups[1].Value : "request";

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();
}

/// <summary>Names the configured issuer in redirects (RFC 9207).</summary>
internal sealed class NameIssuerInRedirect(IOptions<ServiceAuthenticationOptions> authentication)
    : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.Response.Iss is not null)
        {
            context.Response.Iss = authentication.Value.Issuer;
        }

        return default;
    }
}

/// <summary>Answers 403 to an authenticated client that may not introspect tokens.</summary>
internal sealed class ForbidIntrospection : IOpenIddictServerHandler<ApplyIntrospectionResponseContext>
{
    public ValueTask HandleAsync(ApplyIntrospectionResponseContext context)
    {
        if (context.Error is OpenIddict.Abstractions.OpenIddictConstants.Errors.UnauthorizedClient)
        {
            context.Transaction.GetHttpRequest()!.HttpContext.Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return default;
    }
}
