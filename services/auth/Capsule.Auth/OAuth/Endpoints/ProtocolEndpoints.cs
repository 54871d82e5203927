using System.Security.Claims;
using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.OAuth.Introspection;
using Capsule.Auth.Protocol;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Auth.Tokens;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The endpoints of OAuth 2.0 and OpenID Connect that programs call.</summary>
internal static class ProtocolEndpoints
{
    // How long others may keep the keys and the metadata; far shorter than PublishAhead.
    private const string CacheControl = "public, max-age=300";

    public static void MapProtocol(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("").WithTags("Tokens");

        tokens
            .MapPost(ProtocolPaths.Token, TokenAsync)
            .WithName("GetToken")
            .WithLimit(Limits.Token)
            .TakesForm(
                "grant_type",
                "client_id",
                "client_secret",
                "client_assertion_type",
                "client_assertion",
                "scope",
                "resource",
                "refresh_token",
                "code",
                "redirect_uri",
                "code_verifier",
                "device_code"
            )
            .Produces<TokenResponse>()
            .ProducesOAuthErrors();
        tokens
            .MapPost(ProtocolPaths.Revoke, RevokeAsync)
            .WithName("RevokeToken")
            .WithLimit(Limits.Token)
            .TakesForm("token", "token_type_hint", "client_id", "client_secret", "client_assertion_type", "client_assertion")
            .Produces(StatusCodes.Status200OK)
            .ProducesOAuthErrors();
        tokens
            .MapPost(ProtocolPaths.Introspect, ReadAndAnswerAsync)
            .WithName("IntrospectToken")
            .WithLimit(Limits.Introspection, IntrospectionCaller.OfAsync)
            .TakesForm("token", "token_type_hint", "client_id", "client_secret", "client_assertion_type", "client_assertion")
            .Produces<Capsule.Security.IntrospectedToken>()
            .ProducesOAuthErrors()
            .Produces<TokenError>(StatusCodes.Status403Forbidden);
        tokens
            .MapPost(ProtocolPaths.PushedAuthorization, ReadAndAnswerAsync)
            .WithName("PushAuthorization")
            .WithLimit(Limits.Token)
            .TakesForm(
                "client_id",
                "client_secret",
                "client_assertion_type",
                "client_assertion",
                "redirect_uri",
                "response_type",
                "scope",
                "state",
                "nonce",
                "code_challenge",
                "code_challenge_method",
                "resource",
                "prompt",
                "max_age"
            )
            .Produces<PushedAuthorizationResponse>(StatusCodes.Status201Created)
            .ProducesOAuthErrors();
        tokens
            .MapPost(ProtocolPaths.DeviceAuthorization, ReadAndAnswerAsync)
            .WithName("AuthorizeDevice")
            .WithLimit(Limits.Token)
            .TakesForm("client_id", "client_secret", "client_assertion_type", "client_assertion", "scope")
            .Produces<DeviceAuthorizationResponse>()
            .ProducesOAuthErrors();
        tokens
            .MapMethods(ProtocolPaths.UserInfo, [HttpMethods.Get, HttpMethods.Post], UserInfoAsync)
            .WithName("GetUserInfo")
            .RequireScope(OpenIdScopes.OpenId)
            .AllowDelegatedAccess();
        MapMetadata(tokens, ProtocolPaths.Discovery, "GetProviderMetadata");
        MapMetadata(tokens, ProtocolPaths.Metadata, "GetServerMetadata");
        MapMetadata(tokens, ProtocolPaths.Keys, "GetSigningKeys");
    }

    private static RouteHandlerBuilder ProducesOAuthErrors(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<TokenError>(StatusCodes.Status400BadRequest).Produces<TokenError>(StatusCodes.Status401Unauthorized);

    private static void MapMetadata(IEndpointRouteBuilder endpoints, string path, string name)
    {
        endpoints.MapGet(path, (Delegate)MetadataAsync).WithName(name);
        endpoints.MapMethods(path, [HttpMethods.Head], (Delegate)MetadataAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> TokenAsync(HttpContext context, RotateRefreshToken rotate, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (form, unread) = await OAuthForm.ReadAsync(context, cancellationToken);
        if (form is null)
        {
            return unread!;
        }

        // A session of the user's own has no client.
        if (form.NamesClient || form.Find("grant_type") != Clients.GrantTypes.RefreshToken)
        {
            return await ProtocolRequest.AnswerAsync(context);
        }

        if (form.Find("refresh_token") is not { } token)
        {
            return OAuthErrors.InvalidRequest("refresh_token is missing.");
        }

        return await rotate.ExecuteAsync(token, Caller.Device(context), Caller.Address(context), cancellationToken) is { } answer
            ? TypedResults.Ok(answer)
            : OAuthErrors.InvalidGrant(
                "refresh_token is not valid, was replaced, belongs to a client, or its session has ended: sign in again."
            );
    }

    private static async Task<IResult> RevokeAsync(
        HttpContext context,
        EndSession end,
        TokenInspector inspector,
        CancellationToken cancellationToken
    )
    {
        var (form, unread) = await OAuthForm.ReadAsync(context, cancellationToken);
        if (form is null)
        {
            return unread!;
        }

        if (form.NamesClient)
        {
            return await ProtocolRequest.AnswerAsync(context);
        }

        if (form.Find("token") is not { } token)
        {
            return OAuthErrors.InvalidRequest("token is missing.");
        }

        // An access token ends its session as a refresh token does. A token that is not valid is no error (RFC 7009, section 2.2).
        var inspected = await inspector.InspectAsync(token, cancellationToken);
        if (inspected is { Active: true, ClientId: not (null or CallerClaims.FirstParty) })
        {
            return OAuthErrors.InvalidClient(
                context.Response,
                "The token belongs to a client, which must say who it is: client_id is missing."
            );
        }

        if (inspected is { Active: true, KeyId: null, SessionId: { } session })
        {
            await end.ByIdAsync(Guid.Parse(inspected.Subject!), session, cancellationToken);
        }
        else
        {
            await end.ByTokenAsync(token, cancellationToken);
        }

        return TypedResults.Ok();
    }

    private static async Task<IResult> ReadAndAnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (form, unread) = await OAuthForm.ReadAsync(context, cancellationToken);
        return form is null ? unread! : await ProtocolRequest.AnswerAsync(context);
    }

    // HEAD is answered as GET without the body, which OpenIddict does not know.
    private static async Task<IResult> MetadataAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.CacheControl = CacheControl;
            context.Response.Headers.Remove("Pragma");
            context.Response.Headers.Remove("Expires");
            return Task.CompletedTask;
        });
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            return await ProtocolRequest.AnswerAsync(context);
        }

        var body = context.Response.Body;
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        var answer = await ProtocolRequest.AnswerAsync(context);
        (context.Request.Method, context.Response.Body) = (HttpMethods.Head, body);
        return answer;
    }

    private static async Task<Results<Ok<UserInfoResponse>, ProblemHttpResult>> UserInfoAsync(
        ClaimsPrincipal caller,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        var id = caller.UserId();
        var (profile, email) = (caller.HasScope(OpenIdScopes.Profile), caller.HasScope(OpenIdScopes.Email));
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id && user.Active, cancellationToken);
        return user is null
            ? ApiProblem.NotFound("user-not-found", "The account was closed.")
            : TypedResults.Ok(
                new UserInfoResponse
                {
                    Subject = user.Id,
                    Name = profile ? user.Name : null,
                    TimeZone = profile ? user.TimeZone : null,
                    Locale = profile ? user.Locale : null,
                    Email = email ? user.Email : null,
                    EmailVerified = email ? user.EmailConfirmed : null,
                }
            );
    }
}
