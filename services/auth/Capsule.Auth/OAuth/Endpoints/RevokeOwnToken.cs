using Capsule.Auth.OAuth.Introspection;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Security;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// Ends the session of a token that was presented without a client. An access token ends its session as a refresh token does.
/// </summary>
internal sealed class RevokeOwnToken(TokenInspector inspector, EndSession sessions)
{
    private static readonly Refusal NamesNoClient = Refusal.Unauthorized(
        "client-required",
        "The token belongs to a client, which must say who it is: client_id is missing."
    );

    /// <summary>
    /// Ends the session. A token that is not valid is no error (RFC 7009, section 2.2). Refuses the token of a client, which has to
    /// authenticate.
    /// </summary>
    public async Task<Outcome<Done>> ExecuteAsync(string token, CancellationToken cancellationToken)
    {
        var inspected = await inspector.InspectAsync(token, cancellationToken);
        if (inspected is { Active: true, ClientId: not (null or CallerClaims.FirstParty) })
        {
            return NamesNoClient;
        }

        if (inspected is { Active: true, KeyId: null, SessionId: { } session })
        {
            await sessions.ByIdAsync(Guid.Parse(inspected.Subject!), session, cancellationToken);
        }
        else
        {
            await sessions.ByTokenAsync(token, cancellationToken);
        }

        return Outcome.Done;
    }
}
