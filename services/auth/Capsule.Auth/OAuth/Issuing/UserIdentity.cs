using System.Collections.Immutable;
using System.Security.Claims;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>What the codes and tokens of a user's grant carry.</summary>
internal static class UserIdentity
{
    /// <summary>The session in which the user granted it; in codes and refresh tokens alone.</summary>
    public const string Origin = "capsule:session";

    /// <summary>The claim that names the session; of a client, the family of its tokens.</summary>
    public const string Session = "sid";

    /// <summary>When the family began, in seconds since 1970; in codes and refresh tokens alone.</summary>
    public const string Began = "capsule:began";

    /// <summary>The identity with which a grant begins.</summary>
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

    /// <summary>The tokens that a claim is in.</summary>
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
