using System.Text.Json;
using Capsule.Data;
using OpenIddict.EntityFrameworkCore.Models;

namespace Capsule.Auth.OAuth.Store;

/// <summary>A client (RFC 6749): an application that gets tokens for users who grant it access, or for itself.</summary>
public sealed class OAuthApplication : OpenIddictEntityFrameworkCoreApplication<Guid, OAuthAuthorization, OAuthToken>, IAudited
{
    /// <summary>Creates a client with a version 7 identifier.</summary>
    public OAuthApplication() => Id = Guid.CreateVersion7();

    /// <summary>Hash of the secret before the current one.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>When the previous secret stops being accepted (UTC).</summary>
    public DateTimeOffset? PreviousSecretExpiresAt { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Returns the permissions with a prefix, such as <c>scp:</c>, without the prefix.</summary>
    internal IReadOnlyList<string> PermissionsOf(string prefix) =>
        [
            .. Parse(Permissions)
                .Where(permission => permission.StartsWith(prefix, StringComparison.Ordinal))
                .Select(permission => permission[prefix.Length..]),
        ];

    /// <summary>Returns the addresses that codes may be sent to.</summary>
    internal IReadOnlyList<string> RedirectAddresses() => Parse(RedirectUris);

    private static string[] Parse(string? json) => string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
