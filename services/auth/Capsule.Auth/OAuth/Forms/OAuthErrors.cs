using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>The answers to OAuth requests that cannot be (RFC 6749, section 5.2).</summary>
internal static class OAuthErrors
{
    /// <summary>What clients prove who they are for (RFC 7617, section 2).</summary>
    public const string Realm = "capsule";

    public static BadRequest<TokenError> InvalidRequest(string description) => Error("invalid_request", description);

    public static BadRequest<TokenError> InvalidGrant(string description) => Error("invalid_grant", description);

    public static BadRequest<TokenError> InvalidScope(string description) => Error("invalid_scope", description);

    public static BadRequest<TokenError> UnauthorizedClient(string description) => Error("unauthorized_client", description);

    public static BadRequest<TokenError> UnsupportedGrantType(string description) => Error("unsupported_grant_type", description);

    /// <summary>401: the client did not prove who it is.</summary>
    public static JsonHttpResult<TokenError> InvalidClient(HttpResponse response, string description)
    {
        response.Headers.WWWAuthenticate = $"Basic realm=\"{Realm}\", charset=\"UTF-8\"";
        return TypedResults.Json(new TokenError("invalid_client", description), statusCode: StatusCodes.Status401Unauthorized);
    }

    private static BadRequest<TokenError> Error(string error, string description) =>
        TypedResults.BadRequest(new TokenError(error, description));
}
