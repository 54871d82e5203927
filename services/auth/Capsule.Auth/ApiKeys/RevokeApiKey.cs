using Capsule.Auth.Audit;
using Capsule.Web;

namespace Capsule.Auth.ApiKeys;

/// <summary>Revokes an API key of a user. The caller is the actor in the audit log.</summary>
internal sealed class RevokeApiKey(AuthDbContext database, ApiKeyTable table, AuditLog audit)
{
    public async Task<Outcome<Done>> ExecuteAsync(Guid user, Guid key, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await table.RevokeAsync(user, key, cancellationToken))
        {
            return Refusal.NotFound("api-key-not-found", $"The user has no API key {key}, or it was revoked.");
        }

        audit.Add(AuditEvents.ApiKeyRevoked, user, new { Key = key });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
