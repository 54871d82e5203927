using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Clients;

/// <summary>The statements of <c>clients</c>.</summary>
internal sealed class ClientTable(AuthDbContext database)
{
    // Relies on pk_clients. Of two at once the second sees what the first made the present secret.
    private static readonly SchemaSql Rotate = new("""
        update schema.clients set previous_secret_hash = secret_hash, previous_secret_expires_at = clock_timestamp() + {1}, secret_hash = {2}
        where id = {0} and secret_hash is not null
        returning previous_secret_expires_at as "Value"
        """);

    // Relies on pk_clients.
    private static readonly SchemaSql Lock = new("select * from schema.clients where id = {0} for update");

    // Relies on ix_sessions_client_id. Who refreshes just now waits for the row, and finds that the session has ended.
    private static readonly SchemaSql End = new($$"""
        with ended as (
            update schema.sessions set revoked_at = clock_timestamp(), revoked_because = '{{Sessions.RevocationReason.ClientDeleted}}'
            where client_id = {0} and revoked_at is null returning id)
        select count(*)::int as "Value" from ended
        """);

    /// <summary>Gives a client another secret; returns until when the one before is good, null when there is no client that has one.</summary>
    public async Task<DateTimeOffset?> RotateAsync(Guid client, byte[] hash, TimeSpan overlap, CancellationToken cancellation) =>
        (await database.Database.SqlQueryRaw<DateTimeOffset?>(Rotate.In(database), client, overlap, hash).ToListAsync(cancellation)).SingleOrDefault();

    /// <summary>Deletes a client and ends the sessions that it was let to; returns how many, null when there is no such client.</summary>
    public async Task<int?> DeleteAsync(Guid client, CancellationToken cancellation)
    {
        // The lock first: no session can begin with the client meanwhile, since its row refers to this one.
        if ((await database.Clients.FromSqlRaw(Lock.In(database), client).AsNoTracking().ToListAsync(cancellation)).Count == 0)
        {
            return null;
        }

        var ended = (await database.Database.SqlQueryRaw<int>(End.In(database), client).ToListAsync(cancellation)).Single();

        // Relies on pk_clients; what refers to it is found by ix_sessions_client_id and ix_authorization_codes_client_id.
        await database.Clients.Where(row => row.Id == client).ExecuteDeleteAsync(cancellation);
        return ended;
    }
}
