using Capsule.Data;
using OpenIddict.EntityFrameworkCore.Models;

namespace Capsule.Auth.OAuth.Store;

/// <summary>A scope of OpenIddict's store, which Capsule leaves empty: its scopes are in <c>KnownScopes</c>.</summary>
public sealed class OAuthScope : OpenIddictEntityFrameworkCoreScope<Guid>, IAudited
{
    /// <summary>Creates a scope with a version 7 identifier.</summary>
    public OAuthScope() => Id = Guid.CreateVersion7();

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
