using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Reads the user who is signed in with a session, across <c>sessions</c>, <c>users</c> and <c>user_roles</c>.</summary>
internal sealed class SignedInUserTable(AuthDbContext database)
{
    private const string Select = """
        select session.user_id as "UserId", session.id as "SessionId", owner.email::text as "Email", session.methods as "Methods",
            coalesce(session.stepped_up_at, session.signed_in_at, session.created_at) as "AuthenticatedAt",
            array(select role from {schema}.user_roles where user_id = owner.id order by role) as "Roles"
        from {schema}.sessions session join {schema}.users owner on owner.id = session.user_id
        where session.id = @session_id and session.revoked_at is null and session.expires_at > clock_timestamp() and owner.active
        """;

    // Relies on pk_sessions and pk_users.
    private static readonly SchemaSql SignedIn = new(Select);

    // Relies on pk_sessions and pk_users. The end of the session waits until the grant has committed.
    private static readonly SchemaSql SignedInLocked = new($"{Select}\nfor share of session");

    // Relies on pk_users.
    private static readonly SchemaSql Roles = new(
        """
        select array(select role from {schema}.user_roles where user_id = owner.id order by role) as "Value" from {schema}.users owner
        where owner.id = @user_id and owner.active
        """
    );

    /// <summary>Finds the user who is signed in with a session; null when the session has ended.</summary>
    public Task<SignedInUser?> FindAsync(Guid session, CancellationToken cancellationToken) =>
        FindAsync(SignedIn, session, cancellationToken);

    /// <summary>Finds the user who is signed in with a session, and locks the session until the transaction ends.</summary>
    public Task<SignedInUser?> FindAndLockAsync(Guid session, CancellationToken cancellationToken) =>
        FindAsync(SignedInLocked, session, cancellationToken);

    /// <summary>Returns the roles of a user; null when the user does not exist or may not sign in.</summary>
    public async Task<string[]?> RolesAsync(Guid user, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<string[]>(Roles.In(database), new NpgsqlParameter("user_id", user))
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    private async Task<SignedInUser?> FindAsync(SchemaSql statement, Guid session, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<SignedInUser>(statement.In(database), new NpgsqlParameter("session_id", session))
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
}
