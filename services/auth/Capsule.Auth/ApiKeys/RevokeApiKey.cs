using Capsule.Auth.Audit;

namespace Capsule.Auth.ApiKeys;

/// <summary>Revokes an API key of a user; whoever the request is from is its actor in the audit log.</summary>
internal sealed class RevokeApiKey(AuthDbContext database, ApiKeyTable table, AuditLog audit)
{
    /// <summary>Returns false when the user has no such key, or it was revoked.</summary>
    public async Task<bool> ExecuteAsync(Guid user, Guid key, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await table.RevokeAsync(user, key, cancellationToken))
        {
            return false;
        }

        audit.Add(AuditEvents.ApiKeyRevoked, user, new { Key = key });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
