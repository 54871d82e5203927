using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Capsule.Auth.OAuth.Store;

/// <summary>Ends a family as a whole: its authorization is revoked before its tokens.</summary>
internal sealed class OAuthTokenManager(
    IOpenIddictTokenCache<OAuthToken> cache,
    ILogger<OpenIddictTokenManager<OAuthToken>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictTokenStore<OAuthToken> store,
    FamilyTable families
) : OpenIddictTokenManager<OAuthToken>(cache, logger, options, store)
{
    /// <inheritdoc/>
    public override async ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken = default)
    {
        await families.EndAsync(Guid.Parse(identifier), cancellationToken);
        return await base.RevokeByAuthorizationIdAsync(identifier, cancellationToken);
    }
}
