using System.Text.Json;
using Capsule.Data;
using OpenIddict.EntityFrameworkCore.Models;

namespace Capsule.Auth.OAuth.Store;

/// <summary>An application that gets tokens, for users who let it or for itself: a client of RFC 6749.</summary>
public sealed class OAuthApplication : OpenIddictEntityFrameworkCoreApplication<Guid, OAuthAuthorization, OAuthToken>, IAudited
{
    /// <summary>Creates a client with a version 7 identifier.</summary>
    public OAuthApplication() => Id = Guid.CreateVersion7();

    /// <summary>Hash of the secret that the present one replaced.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>When the previous secret stops being accepted (UTC).</summary>
    public DateTimeOffset? PreviousSecretExpiresAt { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The permissions that begin with a prefix, such as <c>scp:</c>, without it.</summary>
    internal IReadOnlyList<string> PermissionsOf(string prefix) =>
        [
            .. Parse(Permissions)
                .Where(permission => permission.StartsWith(prefix, StringComparison.Ordinal))
                .Select(permission => permission[prefix.Length..]),
        ];

    /// <summary>The addresses that codes may be sent to.</summary>
    internal IReadOnlyList<string> RedirectAddresses() => Parse(RedirectUris);

    private static string[] Parse(string? json) => string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
