using Capsule.Auth.Sessions;

namespace Capsule.Auth.Tokens.Grants;

/// <summary>Exchanges a refresh token (RFC 6749, section 6); one that was given to a client, for that client alone.</summary>
internal sealed class RefreshGrant(RefreshSession refresh) : IGrant
{
    public async Task<IResult> ExecuteAsync(TokenRequest request, CancellationToken cancellation)
    {
        if (request.Form.Find("refresh_token") is not { } token)
        {
            return OAuthErrors.InvalidRequest("refresh_token is missing.");
        }

        return await refresh.ExecuteAsync(token, request.Client?.Id, Caller.Device(request.Http), Caller.Address(request.Http), cancellation) is { } tokens
            ? TypedResults.Ok(tokens)
            : OAuthErrors.InvalidGrant("refresh_token is not valid, was replaced, or its session has ended: sign in again.");
    }
}
