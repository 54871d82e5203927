using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.ApiKeys;

/// <summary>Lists a user's API keys, except revoked ones, newest first, page by page.</summary>
internal sealed class ListApiKeys(AuthDbContext database)
{
    /// <summary>Returns a page of a user's keys. Relies on ix_api_keys_user_id_id.</summary>
    public Task<Page<ApiKeyResponse>> ExecuteAsync(Guid user, PageRequest<Guid> page, CancellationToken cancellationToken)
    {
        var after = page.After;
        var keys = database
            .ApiKeys.AsNoTracking()
            .Where(key => key.UserId == user && key.RevokedAt == null && (after == null || key.Id < after))
            .OrderByDescending(key => key.Id)
            .Select(key => new ApiKeyResponse(
                key.Id,
                key.Name,
                ApiKeyFormat.Start + key.Prefix,
                key.Scopes,
                key.CreatedAt,
                key.ExpiresAt,
                key.LastUsedAt
            ));
        return page.ReadAsync(keys, static key => key.Id, cancellationToken);
    }
}
