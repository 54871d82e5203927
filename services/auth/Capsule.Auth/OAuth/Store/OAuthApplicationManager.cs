using System.Text.Json;
using Capsule.Security;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Store;

/// <summary>
/// Compares secrets by their SHA-256, accepts the previous secret until it expires, and knows the client that Capsule's services share.
/// That client is in the settings (section <c>Authentication:Introspection</c>) and has no row.
/// </summary>
internal sealed class OAuthApplicationManager(
    IOpenIddictApplicationCache<OAuthApplication> cache,
    ILogger<OpenIddictApplicationManager<OAuthApplication>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OAuthApplication> store,
    IOptions<IntrospectionOptions> services,
    TimeProvider timeProvider
) : OpenIddictApplicationManager<OAuthApplication>(cache, logger, options, store)
{
    private static readonly string OfServices = JsonSerializer.Serialize(
        new[] { Permissions.Endpoints.Introspection, Permissions.Prefixes.Scope + Capsule.Security.Scopes.TokensIntrospect }
    );

    /// <inheritdoc/>
    public override ValueTask<OAuthApplication?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        services.Value.ClientId.Length > 0 && identifier == services.Value.ClientId
            ? new(
                new OAuthApplication
                {
                    ClientId = identifier,
                    ClientSecret = ClientSecret.HashOf(services.Value.ClientSecret),
                    ClientType = ClientTypes.Confidential,
                    Permissions = OfServices,
                }
            )
        : identifier.Contains('\0', StringComparison.Ordinal) ? default
        : base.FindByClientIdAsync(identifier, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> ValidateClientSecretAsync(
        OAuthApplication application,
        string secret,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(application);
        var present = ClientSecret.Matches(secret, application.ClientSecret);
        var previous = ClientSecret.Matches(secret, application.PreviousSecret);
        return new(present || (previous && application.PreviousSecretExpiresAt > timeProvider.GetUtcNow()));
    }

    /// <inheritdoc/>
    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        new(ClientSecret.HashOf(secret));
}
