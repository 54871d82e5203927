using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>Gives a client a new secret; the previous one stays valid for some time.</summary>
internal sealed class RotateClientSecret(AuthDbContext database, ClientTable table, AuditLog audit, IOptions<ClientOptions> options)
{
    public async Task<Outcome<RotatedSecret>> ExecuteAsync(Guid client, RotateSecretRequest? request, CancellationToken cancellationToken)
    {
        var overlap = request?.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Value.SecretOverlap;
        var secret = ClientSecret.Make();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await table.RotateAsync(client, secret.Hash, overlap, cancellationToken) is not { } until)
        {
            return ClientRefusals.NoSecret(client);
        }

        audit.Add(AuditEvents.ClientSecretRotated, client, new { PreviousUntil = until });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RotatedSecret(secret.Text, until);
    }
}
