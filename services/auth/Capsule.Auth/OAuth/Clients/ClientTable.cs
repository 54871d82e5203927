using Capsule.Auth.OAuth.Store;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>The statements of <c>oauth_applications</c>.</summary>
internal sealed class ClientTable(AuthDbContext database, FamilyTable families)
{
    // Relies on pk_oauth_applications. The second of two rotations waits, and keeps the first one's secret as the previous secret.
    private static readonly SchemaSql Rotate = new(
        """
        update {schema}.oauth_applications
        set previous_secret = client_secret, previous_secret_expires_at = clock_timestamp() + @overlap, client_secret = @hash,
            concurrency_token = @concurrency_token
        where id = @id and client_secret is not null
        returning previous_secret_expires_at as "Value"
        """
    );

    // Relies on pk_oauth_applications.
    private static readonly SchemaSql Lock = new(
        """
        select id as "Value" from {schema}.oauth_applications where id = @id for update
        """
    );

    /// <summary>
    /// Gives a client another secret; returns until when the previous one is accepted, or null when no client with a secret has this
    /// identifier.
    /// </summary>
    public async Task<DateTimeOffset?> RotateAsync(Guid client, string hash, TimeSpan overlap, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<DateTimeOffset?>(
                    Rotate.In(database),
                    new NpgsqlParameter("id", client),
                    new NpgsqlParameter("overlap", overlap),
                    new NpgsqlParameter("hash", hash),
                    new NpgsqlParameter("concurrency_token", Guid.NewGuid().ToString())
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>
    /// Deletes a client and ends what users granted it; returns how many grants that were, or null when there is no such client.
    /// </summary>
    public async Task<int?> DeleteAsync(Guid client, CancellationToken cancellationToken)
    {
        // No grant can begin under the lock, because its row would refer to this one.
        var locked = await database
            .Database.SqlQueryRaw<Guid>(Lock.In(database), new NpgsqlParameter("id", client))
            .ToListAsync(cancellationToken);
        if (locked.Count == 0)
        {
            return null;
        }

        var ended = await families.EndOfClientAsync(client, cancellationToken);

        // Relies on pk_oauth_applications; the rows that refer to it are found by the indexes that begin with application_id.
        await database.OAuthApplications.Where(row => row.Id == client).ExecuteDeleteAsync(cancellationToken);
        return ended;
    }
}
