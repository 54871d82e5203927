using System.Collections.Immutable;
using System.Security.Claims;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>The claims of the codes and tokens of a user's grant.</summary>
internal static class UserIdentity
{
    /// <summary>The claim that names the session in which the user granted access; only in codes and refresh tokens.</summary>
    public const string Origin = "capsule:session";

    /// <summary>The claim that names the family of the client's tokens.</summary>
    public const string Session = "sid";

    /// <summary>The claim that says when the family began, in seconds since 1970; only in codes and refresh tokens.</summary>
    public const string Began = "capsule:began";

    /// <summary>Returns the identity with which a grant begins.</summary>
    public static ClaimsIdentity Of(
        SignedInUser user,
        IEnumerable<string> scopes,
        ImmutableArray<string> resources,
        Guid family,
        DateTimeOffset now
    )
    {
        var identity = new ClaimsIdentity("user", Claims.Subject, Claims.Role);
        identity
            .SetClaim(Claims.Subject, user.UserId.ToString())
            .SetClaim(Claims.AuthenticationTime, user.AuthenticatedAt.ToUnixTimeSeconds())
            .SetClaims(Claims.AuthenticationMethodReference, [.. user.Methods])
            .SetClaim(Session, family.ToString())
            .SetClaim(Origin, user.SessionId.ToString())
            .SetClaim(Began, now.ToUnixTimeSeconds())
            .SetScopes(scopes)
            .SetResources(resources)
            .SetAuthorizationId(family.ToString())
            .SetDestinations(Where);
        return identity;
    }

    /// <summary>Returns the tokens that contain a claim.</summary>
    public static IEnumerable<string> Where(Claim claim) =>
        claim.Type switch
        {
            Claims.Subject or Claims.AuthenticationTime or Claims.AuthenticationMethodReference =>
            [
                Destinations.AccessToken,
                Destinations.IdentityToken,
            ],
            Session => [Destinations.IdentityToken],
            Claims.Role => [Destinations.AccessToken],
            _ => [],
        };
}
