using Capsule.Auth.Audit;
using Capsule.Web;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>Deletes a client and ends what users granted it.</summary>
internal sealed class DeleteClient(AuthDbContext database, ClientTable table, AuditLog audit)
{
    public async Task<Outcome<Done>> ExecuteAsync(Guid client, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await table.DeleteAsync(client, cancellationToken) is not { } ended)
        {
            return ClientRefusals.NotFound(client);
        }

        audit.Add(AuditEvents.ClientDeleted, client, new { Sessions = ended });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Done;
    }
}
