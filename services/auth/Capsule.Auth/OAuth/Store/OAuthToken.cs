using Capsule.Data;
using OpenIddict.EntityFrameworkCore.Models;

namespace Capsule.Auth.OAuth.Store;

/// <summary>
/// A code or refresh token of a client, or an access token that was revoked. Other access tokens and ID tokens have no row.
/// </summary>
public sealed class OAuthToken : OpenIddictEntityFrameworkCoreToken<Guid, OAuthApplication, OAuthAuthorization>, IAudited
{
    /// <summary>Creates a token with a version 7 identifier.</summary>
    public OAuthToken() => Id = Guid.CreateVersion7();

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
