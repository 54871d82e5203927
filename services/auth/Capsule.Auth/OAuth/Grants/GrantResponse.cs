using System.Text.Json;
using Capsule.Auth.OAuth.Store;

namespace Capsule.Auth.OAuth.Grants;

/// <summary>A user's grant to a client.</summary>
/// <param name="Id">Identifier; the claim <c>sid</c> of the client's tokens.</param>
/// <param name="ClientId">The client; null when it was deleted.</param>
/// <param name="ClientName">The client's name; null when it was deleted.</param>
/// <param name="Scopes">The granted scopes.</param>
/// <param name="GrantedAt">When the user granted access, UTC.</param>
public sealed record GrantResponse(Guid Id, string? ClientId, string? ClientName, IReadOnlyList<string> Scopes, DateTimeOffset GrantedAt)
{
    internal static GrantResponse Of(OAuthAuthorization grant) =>
        new(
            grant.Id,
            grant.Application?.ClientId,
            grant.Application?.DisplayName,
            JsonSerializer.Deserialize<string[]>(grant.Scopes ?? "[]")!,
            grant.CreatedAt
        );
}
