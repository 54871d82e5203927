using Capsule.Data;
using OpenIddict.EntityFrameworkCore.Models;

namespace Capsule.Auth.OAuth.Store;

/// <summary>
/// A user's grant to a client. A permanent grant is the user's consent. An ad hoc grant is a family of tokens, which begins with a sign-in
/// at the client; its identifier is the claim <c>sid</c> of the tokens.
/// </summary>
public sealed class OAuthAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, OAuthApplication, OAuthToken>, IAudited
{
    /// <summary>Creates an authorization with a version 7 identifier.</summary>
    public OAuthAuthorization() => Id = Guid.CreateVersion7();

    /// <summary>When it was revoked (UTC); a trigger sets it.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
