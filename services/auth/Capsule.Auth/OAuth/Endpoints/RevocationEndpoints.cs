using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.Web;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// The revocation endpoint (RFC 7009). A token without a client is one of a user's own session; OpenIddict answers every request of a
/// client.
/// </summary>
internal static class RevocationEndpoints
{
    public static void MapRevocation(this IEndpointRouteBuilder tokens) =>
        tokens
            .MapPost(ProtocolPaths.Revoke, AnswerAsync)
            .WithName("RevokeToken")
            .WithLimit(Limits.Token)
            .TakesForm(["token", "token_type_hint", .. ProtocolEndpoints.ClientAuthentication])
            .Produces(StatusCodes.Status200OK)
            .ProducesOAuthErrors();

    private static async Task<IResult> AnswerAsync(HttpContext context, RevokeOwnToken revoke, CancellationToken cancellationToken)
    {
        var read = await OAuthForm.ReadAsync(context, cancellationToken);
        if (read.Refusal is { } unread)
        {
            return OAuthErrors.Of(unread);
        }

        if (read.Value.NamesClient)
        {
            return await ProtocolRequest.AnswerAsync(context);
        }

        if (read.Value.Find("token") is not { } token)
        {
            return OAuthErrors.Of(Refusal.Validation("token", "is missing."));
        }

        var revoked = await revoke.ExecuteAsync(token, cancellationToken);
        return revoked.Refusal is { } refusal ? OAuthErrors.Of(refusal) : TypedResults.Ok();
    }
}
