using Capsule.Auth.Emails;
using Capsule.Auth.Secrets;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.Tokens;

/// <summary>
/// The statements of <c>account_tokens</c>. All of them lock the user's row first, so that whatever happens to an account at once happens
/// one after the other.
/// </summary>
internal sealed class AccountTokenTable(AuthDbContext database)
{
    // Relies on ix_users_email.
    private static readonly SchemaSql LockOwner = new(
        $$"""
        select id as "Id", email::text as "Email", name as "Name", locale as "Locale" from {schema}.users
        where email = {0}::citext and active and not ({1} = '{{TokenPurpose.VerifyEmail}}' and email_verified)
        for no key update
        """
    );

    // Relies on pk_account_tokens, and on the lock: this statement must begin after whatever another one inserted. A request is only
    // dropped while tokens are good that were sent before.
    private static readonly SchemaSql Issue = new(
        """
        with recent as (
            select issued_at from {schema}.account_tokens
            where user_id = {0} and purpose = {1} and issued_at > clock_timestamp() - least({4}, interval '1 hour'))
        insert into {schema}.account_tokens (user_id, purpose, email, token_hash, issued_at, expires_at)
        select {0}, {1}, {2}::citext, {3}, clock_timestamp(), clock_timestamp() + {4}
        where (select count(*) from recent) < {6} and not exists (select from recent where issued_at > clock_timestamp() - {5})
        """
    );

    // Relies on pk_users.
    private static readonly SchemaSql Lock = new(
        "select email::text as \"Value\" from {schema}.users where id = {0} and active for no key update"
    );

    // Relies on pk_account_tokens, and on that lock. Of a change there is one pair of tokens, so that two changes cannot be mixed.
    private static readonly SchemaSql IssueChange = new(
        $$"""
        with young as (
            select from {schema}.account_tokens
            where user_id = {0} and purpose in ('{{TokenPurpose.ChangeEmailOld}}', '{{TokenPurpose.ChangeEmailNew}}')
                and issued_at > clock_timestamp() - {5}),
        replaced as (
            delete from {schema}.account_tokens
            where user_id = {0} and purpose in ('{{TokenPurpose.ChangeEmailOld}}', '{{TokenPurpose.ChangeEmailNew}}') and not exists (select from young))
        insert into {schema}.account_tokens (user_id, purpose, email, token_hash, issued_at, expires_at)
        select {0}, sent.purpose, sent.email, sent.hash, clock_timestamp(), clock_timestamp() + {6}
        from (values ('{{TokenPurpose.ChangeEmailOld}}', {1}::citext, {3}), ('{{TokenPurpose.ChangeEmailNew}}', {2}::citext, {4})) as sent (purpose, email, hash)
        where not exists (select from young)
        """
    );

    // Relies on ix_account_tokens_token_hash and pk_users. A token is good as long as the address is the user's that it was sent to.
    private static readonly SchemaSql Use = new(
        $$"""
        with owner as materialized (
            select id, email from {schema}.users
            where id = (select user_id from {schema}.account_tokens where token_hash = {0}) and active
            for no key update)
        update {schema}.account_tokens token set used_at = clock_timestamp()
        from owner
        where token.token_hash = {0} and token.user_id = owner.id and token.purpose = any({1})
            and (token.email = owner.email or token.purpose = '{{TokenPurpose.ChangeEmailNew}}')
            and token.used_at is null and token.expires_at > clock_timestamp()
        returning token.user_id as "UserId", token.purpose as "Purpose"
        """
    );

    /// <summary>
    /// Keeps a token for the user who has an address, in the caller's transaction; those that were sent before stay good. Null when no
    /// active user has it, the user needs none, or got one within <see cref="TokenLimits.Interval"/> or <see cref="TokenLimits.PerHour"/>
    /// within the hour.
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
            await database.Database.SqlQueryRaw<Recipient>(LockOwner.In(database), address, purpose).ToListAsync(cancellationToken)
        ).SingleOrDefault();
        return
            owner is not null
            && await database.Database.ExecuteSqlRawAsync(
                Issue.In(database),
                [owner.Id, purpose, owner.Email, token.Hash, limits.Lifetime, limits.Interval, limits.PerHour],
                cancellationToken
            ) == 1
            ? owner
            : null;
    }

    /// <summary>
    /// Keeps the two tokens of a change of address in place of older ones, in the caller's transaction; false when the last were kept
    /// within
    /// <paramref name="interval"/>.
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
        (await database.Database.SqlQueryRaw<string>(Lock.In(database), userId).ToListAsync(cancellationToken)).SingleOrDefault()
            is { } address
        && await database.Database.ExecuteSqlRawAsync(
            IssueChange.In(database),
            [userId, address, newAddress, old.Hash, @new.Hash, interval, lifetime],
            cancellationToken
        ) == 2;

    /// <summary>Returns whose a token is that could be used; null when it could not.</summary>
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
    /// Uses a token, once and for all: null when it is unknown, was used or cancelled, or has expired. Until the transaction ends nobody
    /// else changes the account.
    /// </summary>
    public async Task<UsedToken?> UseAsync(string token, string[] purposes, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<UsedToken>(Use.In(database), OneTimeSecret.HashOf(token), purposes)
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>
    /// Makes a user's tokens good for nothing, but for those that prove the address, once the password is another: somebody else may have
    /// asked for them.
    /// </summary>
    public Task CancelAsync(Guid userId, CancellationToken cancellationToken) =>
        database
            .AccountTokens.Where(token => token.UserId == userId && token.Purpose != TokenPurpose.VerifyEmail)
            .ExecuteDeleteAsync(cancellationToken);
}
