using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Grants;

/// <summary>Ends a user's grant to a client together with the consent, so that the client has to ask again.</summary>
internal sealed class EndGrant(AuthDbContext database, FamilyTable families, AuditLog audit)
{
    public async Task<Outcome<Done>> ExecuteAsync(Guid user, Guid grant, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await families.EndOfUserAsync(user, grant, cancellationToken))
        {
            return Refusal.NotFound("grant-not-found", $"You have no grant {grant}, or it has ended.");
        }

        audit.Add(AuditEvents.SessionEnded, user, session: grant);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
