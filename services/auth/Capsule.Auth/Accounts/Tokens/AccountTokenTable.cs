using Capsule.Auth.Cleanup;
using Capsule.Auth.Emails;
using Capsule.Auth.Secrets;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Accounts.Tokens;

/// <summary>
/// The statements of <c>account_tokens</c>. Those that issue and use tokens lock the user's row first, so that changes of one account
/// happen one after the other.
/// </summary>
internal sealed class AccountTokenTable(AuthDbContext database)
{
    private const int DeleteBatch = 1000;

    // Relies on ix_users_email.
    private static readonly SchemaSql LockOwner = new(
        $$"""
        select id as "Id", email::text as "Email", name as "Name", locale as "Locale" from {schema}.users
        where email = @email::citext and active and not (@purpose = '{{TokenPurpose.VerifyEmail}}' and email_verified)
        for no key update
        """
    );

    // Relies on pk_account_tokens. The caller holds the lock, so this statement sees what other transactions have inserted. It issues
    // nothing only while tokens that were sent before are still valid.
    private static readonly SchemaSql Issue = new(
        """
        with recent as (
            select issued_at from {schema}.account_tokens
            where user_id = @user_id and purpose = @purpose and issued_at > clock_timestamp() - least(@lifetime, interval '1 hour'))
        insert into {schema}.account_tokens (user_id, purpose, email, token_hash, issued_at, expires_at)
        select @user_id, @purpose, @email::citext, @token_hash, clock_timestamp(), clock_timestamp() + @lifetime
        where (select count(*) from recent) < @per_hour
            and not exists (select from recent where issued_at > clock_timestamp() - @interval)
        """
    );

    // Relies on pk_users.
    private static readonly SchemaSql Lock = new(
        """
        select email::text as "Value" from {schema}.users where id = @user_id and active for no key update
        """
    );

    // Relies on pk_account_tokens and the lock of the user. A user has one pair of tokens, so that two changes of address cannot be mixed.
    private static readonly SchemaSql IssueChange = new(
        $$"""
        with young as (
            select from {schema}.account_tokens
            where user_id = @user_id and purpose in ('{{TokenPurpose.ChangeEmailOld}}', '{{TokenPurpose.ChangeEmailNew}}')
                and issued_at > clock_timestamp() - @interval),
        replaced as (
            delete from {schema}.account_tokens
            where user_id = @user_id and purpose in ('{{TokenPurpose.ChangeEmailOld}}', '{{TokenPurpose.ChangeEmailNew}}')
                and not exists (select from young))
        insert into {schema}.account_tokens (user_id, purpose, email, token_hash, issued_at, expires_at)
        select @user_id, sent.purpose, sent.email, sent.hash, clock_timestamp(), clock_timestamp() + @lifetime
        from (values
            ('{{TokenPurpose.ChangeEmailOld}}', @old_email::citext, @old_hash),
            ('{{TokenPurpose.ChangeEmailNew}}', @new_email::citext, @new_hash)) as sent (purpose, email, hash)
        where not exists (select from young)
        """
    );

    // Relies on ix_account_tokens_token_hash and pk_users. A token is valid while the user still has the address that it was sent to.
    private static readonly SchemaSql Use = new(
        $$"""
        with owner as materialized (
            select id, email from {schema}.users
            where id = (select user_id from {schema}.account_tokens where token_hash = @token_hash) and active
            for no key update)
        update {schema}.account_tokens token set used_at = clock_timestamp()
        from owner
        where token.token_hash = @token_hash and token.user_id = owner.id and token.purpose = any(@purposes)
            and (token.email = owner.email or token.purpose = '{{TokenPurpose.ChangeEmailNew}}')
            and token.used_at is null and token.expires_at > clock_timestamp()
        returning token.user_id as "UserId", token.purpose as "Purpose"
        """
    );

    // Relies on ix_account_tokens_expires_at, and therefore on current_timestamp: PostgreSQL uses no index for a comparison with
    // clock_timestamp().
    private static readonly SchemaSql DeleteExpired = new(
        $$"""
        delete from {schema}.account_tokens where ctid = any(array(
            select ctid from {schema}.account_tokens where expires_at < current_timestamp - interval '1 day'
            order by expires_at limit {{DeleteBatch}} for update skip locked))
        """
    );

    /// <summary>
    /// Stores a token for the user who has an address, in the caller's transaction; earlier tokens stay valid. Null when no active user has
    /// the address, the user needs no token, or the user got one within <see cref="TokenLimits.Interval"/> or
    /// <see cref="TokenLimits.PerHour"/> within the hour.
    /// </summary>
    public async Task<Recipient?> IssueAsync(
        string address,
        string purpose,
        OneTimeSecret token,
        TokenLimits limits,
        CancellationToken cancellationToken
    )
    {
        var owner = (
            await database
                .Database.SqlQueryRaw<Recipient>(
                    LockOwner.In(database),
                    new NpgsqlParameter("email", address),
                    new NpgsqlParameter("purpose", purpose)
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
        return
            owner is not null
            && await database.Database.ExecuteSqlRawAsync(
                Issue.In(database),
                [
                    new NpgsqlParameter("user_id", owner.Id),
                    new NpgsqlParameter("purpose", purpose),
                    new NpgsqlParameter("email", owner.Email),
                    new NpgsqlParameter("token_hash", token.Hash),
                    new NpgsqlParameter("lifetime", limits.Lifetime),
                    new NpgsqlParameter("interval", limits.Interval),
                    new NpgsqlParameter("per_hour", limits.PerHour),
                ],
                cancellationToken
            ) == 1
            ? owner
            : null;
    }

    /// <summary>
    /// Stores the two tokens of a change of address in place of older ones, in the caller's transaction. False when the last ones were
    /// stored within <paramref name="interval"/>.
    /// </summary>
    public async Task<bool> IssueChangeAsync(
        Guid userId,
        string newAddress,
        OneTimeSecret old,
        OneTimeSecret @new,
        TimeSpan lifetime,
        TimeSpan interval,
        CancellationToken cancellationToken
    ) =>
        await database
            .Database.SqlQueryRaw<string>(Lock.In(database), new NpgsqlParameter("user_id", userId))
            .ToListAsync(cancellationToken)
            is [var address]
        && await database.Database.ExecuteSqlRawAsync(
            IssueChange.In(database),
            [
                new NpgsqlParameter("user_id", userId),
                new NpgsqlParameter("old_email", address),
                new NpgsqlParameter("old_hash", old.Hash),
                new NpgsqlParameter("new_email", newAddress),
                new NpgsqlParameter("new_hash", @new.Hash),
                new NpgsqlParameter("interval", interval),
                new NpgsqlParameter("lifetime", lifetime),
            ],
            cancellationToken
        ) == 2;

    /// <summary>Returns the owner of a token that can be used; null when it cannot be used.</summary>
    public Task<Guid?> FindOwnerAsync(string token, string[] purposes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = OneTimeSecret.HashOf(token);
        return database
            .AccountTokens.Where(known =>
                known.TokenHash == hash && purposes.Contains(known.Purpose) && known.UsedAt == null && known.ExpiresAt > now
            )
            .Select(known => (Guid?)known.UserId)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Uses a token up and locks the account until the transaction ends. Null when the token is unknown, was used or cancelled, or has
    /// expired.
    /// </summary>
    public async Task<UsedToken?> UseAsync(string token, string[] purposes, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<UsedToken>(
                    Use.In(database),
                    new NpgsqlParameter("token_hash", OneTimeSecret.HashOf(token)),
                    new NpgsqlParameter("purposes", purposes)
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>
    /// Cancels a user's tokens except those that prove the address, after the password was changed: somebody else may have asked for them.
    /// </summary>
    public Task CancelAsync(Guid userId, CancellationToken cancellationToken) =>
        database
            .AccountTokens.Where(token => token.UserId == userId && token.Purpose != TokenPurpose.VerifyEmail)
            .ExecuteDeleteAsync(cancellationToken);

    /// <summary>Deletes tokens a day after they expired.</summary>
    public Task<long> DeleteExpiredAsync(CancellationToken cancellationToken) =>
        database.RunInBatchesAsync(DeleteExpired, DeleteBatch, cancellationToken);
}
