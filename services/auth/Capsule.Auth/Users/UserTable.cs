using Capsule.Contracts;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Users;

/// <summary>The statements of <c>users</c>. Most of them lock the row until the transaction ends.</summary>
internal sealed class UserTable(AuthDbContext database)
{
    // Relies on pk_users.
    private static readonly SchemaSql LockActive = new(
        """
        select id as "Value" from {schema}.users where id = @user_id and active for no key update
        """
    );

    // Relies on pk_users.
    private static readonly SchemaSql LockRow = new("select * from {schema}.users where id = @user_id for no key update");

    // Relies on ix_users_email.
    private static readonly SchemaSql LockUnproved = new(
        """
        select id as "Value" from {schema}.users where email = @email::citext and active and not email_verified for no key update
        """
    );

    // Relies on pk_users and pk_closed_accounts. The row's lock keeps two changes at the same time from sharing a version.
    private static readonly SchemaSql AdvanceVersion = new(
        $$"""
        update {schema}.users owner set account_version = account_version + 1 where owner.id = @user_id
        returning owner.account_version as "Version", owner.email::text as "Email",
            case when owner.active then '{{nameof(AccountState.Active)}}'
                when exists (select from {schema}.closed_accounts closed where closed.user_id = owner.id)
                    then '{{nameof(AccountState.Closed)}}'
                else '{{nameof(AccountState.Deactivated)}}' end as "State"
        """
    );

    /// <summary>Locks an active user; returns false when there is none.</summary>
    public async Task<bool> LockActiveAsync(Guid userId, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<Guid>(LockActive.In(database), new NpgsqlParameter("user_id", userId))
                .ToListAsync(cancellationToken)
        ).Count == 1;

    /// <summary>Locks a user and returns the entity, which the context tracks.</summary>
    public async Task<User> LockAndReadAsync(Guid userId, CancellationToken cancellationToken) =>
        (
            await database.Users.FromSqlRaw(LockRow.In(database), new NpgsqlParameter("user_id", userId)).ToListAsync(cancellationToken)
        ).Single();

    /// <summary>Locks the active user who has an address that nobody has proved; null when there is none.</summary>
    public async Task<Guid?> LockUnprovedAsync(string email, CancellationToken cancellationToken) =>
        await database
            .Database.SqlQueryRaw<Guid>(LockUnproved.In(database), new NpgsqlParameter("email", email))
            .ToListAsync(cancellationToken)
            is [var id]
            ? id
            : null;

    /// <summary>Gives a user's account the next version, and returns the account.</summary>
    public async Task<AccountRow> AdvanceVersionAsync(Guid userId, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<AccountRow>(AdvanceVersion.In(database), new NpgsqlParameter("user_id", userId))
                .ToListAsync(cancellationToken)
        ).Single();

    /// <summary>A row of <see cref="AdvanceVersion"/>.</summary>
    internal sealed record AccountRow(int Version, string Email, string State);
}
