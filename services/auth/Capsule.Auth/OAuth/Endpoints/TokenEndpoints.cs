using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Tokens;
using Capsule.Auth.Web;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// The token endpoint (RFC 6749, section 3.2). A refresh token without a client is one of a user's own session and rotated by
/// <see cref="RotateRefreshToken"/>; OpenIddict answers every request of a client.
/// </summary>
internal static class TokenEndpoints
{
    public static void MapToken(this IEndpointRouteBuilder tokens) =>
        tokens
            .MapPost(ProtocolPaths.Token, AnswerAsync)
            .WithName("GetToken")
            .WithLimit(Limits.Token)
            .TakesForm([
                "grant_type",
                .. ProtocolEndpoints.ClientAuthentication,
                "scope",
                "resource",
                "refresh_token",
                "code",
                "redirect_uri",
                "code_verifier",
                "device_code",
            ])
            .Produces<TokenResponse>()
            .ProducesOAuthErrors();

    private static async Task<IResult> AnswerAsync(HttpContext context, RotateRefreshToken rotate, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var read = await OAuthForm.ReadAsync(context, cancellationToken);
        if (read.Refusal is { } unread)
        {
            return OAuthErrors.Of(unread);
        }

        var form = read.Value;
        if (form.NamesClient || form.Find("grant_type") != GrantTypes.RefreshToken)
        {
            return await ProtocolRequest.AnswerAsync(context);
        }

        if (form.Find("refresh_token") is not { } token)
        {
            return OAuthErrors.Of(Refusal.Validation("refresh_token", "is missing."));
        }

        var rotated = await rotate.ExecuteAsync(token, Caller.Device(context), Caller.Address(context), cancellationToken);
        return rotated.Refusal is { } refusal ? OAuthErrors.Of(refusal) : TypedResults.Ok(rotated.Value);
    }
}
