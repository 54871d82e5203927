using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The endpoints of OAuth 2.0 and OpenID Connect that programs call.</summary>
internal static class ProtocolEndpoints
{
    /// <summary>The parameters with which a client authenticates (RFC 6749, section 2.3; RFC 7523, section 2.2).</summary>
    public static readonly string[] ClientAuthentication = ["client_id", "client_secret", "client_assertion_type", "client_assertion"];

    public static void MapProtocol(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("").WithTags("Tokens");
        tokens.MapToken();
        tokens.MapRevocation();
        tokens.MapIntrospection();
        tokens.MapPushedAuthorization();
        tokens.MapDeviceAuthorization();
        tokens.MapUserInfo();
        tokens.MapMetadata();
    }

    /// <summary>Describes the errors that every endpoint for clients may answer.</summary>
    public static RouteHandlerBuilder ProducesOAuthErrors(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<TokenError>(StatusCodes.Status400BadRequest).Produces<TokenError>(StatusCodes.Status401Unauthorized);

    private static void MapIntrospection(this IEndpointRouteBuilder tokens) =>
        tokens
            .MapPost(ProtocolPaths.Introspect, AnswerAsync)
            .WithName("IntrospectToken")
            .WithLimit(Limits.Introspection, IntrospectionCaller.OfAsync)
            .TakesForm(["token", "token_type_hint", .. ClientAuthentication])
            .Produces<IntrospectedToken>()
            .ProducesOAuthErrors()
            .Produces<TokenError>(StatusCodes.Status403Forbidden);

    private static void MapPushedAuthorization(this IEndpointRouteBuilder tokens) =>
        tokens
            .MapPost(ProtocolPaths.PushedAuthorization, AnswerAsync)
            .WithName("PushAuthorization")
            .WithLimit(Limits.Token)
            .TakesForm([
                .. ClientAuthentication,
                "redirect_uri",
                "response_type",
                "scope",
                "state",
                "nonce",
                "code_challenge",
                "code_challenge_method",
                "resource",
                "prompt",
                "max_age",
            ])
            .Produces<PushedAuthorizationResponse>(StatusCodes.Status201Created)
            .ProducesOAuthErrors();

    private static void MapDeviceAuthorization(this IEndpointRouteBuilder tokens) =>
        tokens
            .MapPost(ProtocolPaths.DeviceAuthorization, AnswerAsync)
            .WithName("AuthorizeDevice")
            .WithLimit(Limits.Token)
            .TakesForm([.. ClientAuthentication, "scope"])
            .Produces<DeviceAuthorizationResponse>()
            .ProducesOAuthErrors();

    // OpenIddict answers these endpoints alone, after the form was checked.
    private static async Task<IResult> AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = await OAuthForm.ReadAsync(context, cancellationToken);
        return form.Refusal is { } refusal ? OAuthErrors.Of(refusal) : await ProtocolRequest.AnswerAsync(context);
    }
}
