using Capsule.Security;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.ApiKeys;

/// <summary>Lists a user's API keys that were not revoked, newest first, page by page.</summary>
internal sealed class ListApiKeys(AuthDbContext database)
{
    /// <summary>Returns a page of a user's keys.</summary>
    /// <param name="user">The user's identifier.</param>
    /// <param name="after">The key before the page; null for the first page.</param>
    /// <param name="limit">The most keys on the page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<ApiKeyPage> ExecuteAsync(Guid user, Guid? after, int limit, CancellationToken cancellationToken)
    {
        // An additional row tells whether another page follows. Relies on ix_api_keys_user_id_id.
        var page = await database.ApiKeys.AsNoTracking()
            .Where(key => key.UserId == user && key.RevokedAt == null && (after == null || key.Id < after))
            .OrderByDescending(key => key.Id)
            .Take(limit + 1)
            .Select(key => new ApiKeyResponse(
                key.Id, key.Name, ApiKeyFormat.Start + key.Prefix, key.Scopes, key.CreatedAt, key.ExpiresAt, key.LastUsedAt))
            .ToListAsync(cancellationToken);
        return page.Count > limit ? new ApiKeyPage(page[..limit], page[limit - 1].Id) : new ApiKeyPage(page, null);
    }
}
