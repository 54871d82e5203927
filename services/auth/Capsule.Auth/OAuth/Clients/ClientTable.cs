using Capsule.Auth.OAuth.Store;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>The statements of <c>oauth_applications</c>.</summary>
internal sealed class ClientTable(AuthDbContext database, Families families)
{
    // Relies on pk_oauth_applications. Of two rotations at once the second keeps the secret that the first one made as the previous one.
    private static readonly SchemaSql Rotate = new(
        """
        update {schema}.oauth_applications
        set previous_secret = client_secret, previous_secret_expires_at = clock_timestamp() + {1}, client_secret = {2}, concurrency_token = {3}
        where id = {0} and client_secret is not null
        returning previous_secret_expires_at as "Value"
        """
    );

    // Relies on pk_oauth_applications.
    private static readonly SchemaSql Lock = new("select id as \"Value\" from {schema}.oauth_applications where id = {0} for update");

    /// <summary>
    /// Gives a client another secret; returns until when the previous one is accepted, or null when no client with a secret has this
    /// identifier.
    /// </summary>
    public async Task<DateTimeOffset?> RotateAsync(Guid client, string hash, TimeSpan overlap, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<DateTimeOffset?>(Rotate.In(database), client, overlap, hash, Guid.NewGuid().ToString())
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>
    /// Deletes a client and ends what users granted it; returns how many grants that were, or null when there is no such client.
    /// </summary>
    public async Task<int?> DeleteAsync(Guid client, CancellationToken cancellationToken)
    {
        // The lock first: meanwhile no grant can begin, since its row refers to this one.
        if ((await database.Database.SqlQueryRaw<Guid>(Lock.In(database), client).ToListAsync(cancellationToken)).Count == 0)
        {
            return null;
        }

        var ended = await families.EndOfClientAsync(client, cancellationToken);

        // Relies on pk_oauth_applications; the rows that refer to it are found by the indexes that begin with application_id.
        await database.OAuthApplications.Where(row => row.Id == client).ExecuteDeleteAsync(cancellationToken);
        return ended;
    }
}
