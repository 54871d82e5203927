using Capsule.Auth.Emails;
using Capsule.Auth.Secrets;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.AccountTokens;

/// <summary>
/// The statements of <c>account_tokens</c>. All of them lock the user's row first, so that whatever happens to an account at once happens
/// one after the other.
/// </summary>
internal sealed class AccountTokenTable(AuthDbContext database)
{
    // Relies on ix_users_email and pk_account_tokens. Whoever waits for the user's row sees that an e-mail has just gone out.
    private static readonly SchemaSql Issue = new($$"""
        with owner as (
            update schema.users set last_email_at = clock_timestamp()
            where email = {0}::citext and active and (last_email_at is null or last_email_at <= clock_timestamp() - {1})
                and not ({2} = '{{TokenPurpose.VerifyEmail}}' and email_verified)
            returning id, email, name, locale),
        token as (
            insert into schema.account_tokens (user_id, purpose, email, token_hash, issued_at, expires_at)
            select id, {2}, email, {3}, clock_timestamp(), clock_timestamp() + {4} from owner
            on conflict (user_id, purpose) do update
            set email = excluded.email, token_hash = excluded.token_hash, issued_at = excluded.issued_at, expires_at = excluded.expires_at, used_at = null)
        select id as "Id", email::text as "Email", name as "Name", locale as "Locale" from owner
        """);

    // Relies on pk_users and pk_account_tokens.
    private static readonly SchemaSql IssueChange = new($$"""
        with owner as (
            update schema.users set last_email_at = clock_timestamp() where id = {0} and active returning id, email)
        insert into schema.account_tokens as token (user_id, purpose, email, token_hash, issued_at, expires_at)
        select owner.id, sent.purpose, sent.email, sent.hash, clock_timestamp(), clock_timestamp() + {5}
        from owner, lateral (values
            ('{{TokenPurpose.ChangeEmailOld}}', owner.email, {2}), ('{{TokenPurpose.ChangeEmailNew}}', {1}::citext, {3})) as sent (purpose, email, hash)
        on conflict (user_id, purpose) do update
        set email = excluded.email, token_hash = excluded.token_hash, issued_at = excluded.issued_at, expires_at = excluded.expires_at, used_at = null
        where token.issued_at <= clock_timestamp() - {4}
        """);

    // Relies on ix_account_tokens_token_hash and pk_users. A token is good as long as the address is the user's that it was sent to.
    private static readonly SchemaSql Use = new($$"""
        with owner as materialized (
            select id, email from schema.users
            where id = (select user_id from schema.account_tokens where token_hash = {0}) and active
            for no key update)
        update schema.account_tokens token set used_at = clock_timestamp()
        from owner
        where token.token_hash = {0} and token.user_id = owner.id and token.purpose = any({1})
            and (token.email = owner.email or token.purpose = '{{TokenPurpose.ChangeEmailNew}}')
            and token.used_at is null and token.expires_at > clock_timestamp()
        returning token.user_id as "UserId", token.purpose as "Purpose"
        """);

    /// <summary>
    /// Keeps a token for who has an address; null when nobody does who may sign in, they got an e-mail within <paramref name="interval"/>, or
    /// they need none.
    /// </summary>
    public async Task<Recipient?> IssueAsync(
        string address, string purpose, OneTimeSecret token, TimeSpan lifetime, TimeSpan interval, CancellationToken cancellation) =>
        (await database.Database.SqlQueryRaw<Recipient>(Issue.In(database), address, interval, purpose, token.Hash, lifetime).ToListAsync(cancellation))
            .SingleOrDefault();

    /// <summary>Keeps the two tokens of a change of address; false when the last were kept within <paramref name="interval"/>.</summary>
    public async Task<bool> IssueChangeAsync(
        Guid userId, string newAddress, OneTimeSecret old, OneTimeSecret @new, TimeSpan lifetime, TimeSpan interval, CancellationToken cancellation) =>
        await database.Database.ExecuteSqlRawAsync(
            IssueChange.In(database), [userId, newAddress, old.Hash, @new.Hash, interval, lifetime], cancellation) == 2;

    /// <summary>Whether a token could be used; for whom it is worth working.</summary>
    public Task<bool> IsGoodAsync(string token, string purpose, DateTimeOffset now, CancellationToken cancellation)
    {
        var hash = OneTimeSecret.HashOf(token);
        return database.AccountTokens.AnyAsync(
            known => known.TokenHash == hash && known.Purpose == purpose && known.UsedAt == null && known.ExpiresAt > now, cancellation);
    }

    /// <summary>
    /// Uses a token, once and for all: null when it is none, was used or replaced, or has expired. Until the transaction ends nobody else
    /// changes the account.
    /// </summary>
    public async Task<UsedToken?> UseAsync(string token, string[] purposes, CancellationToken cancellation) =>
        (await database.Database.SqlQueryRaw<UsedToken>(Use.In(database), OneTimeSecret.HashOf(token), purposes).ToListAsync(cancellation)).SingleOrDefault();

    /// <summary>
    /// Makes a user's tokens good for nothing, but for that which proves the address, once the password is another: whoever asked for them may
    /// have been somebody else.
    /// </summary>
    public Task CancelAsync(Guid userId, CancellationToken cancellation) => database.AccountTokens
        .Where(token => token.UserId == userId && token.Purpose != TokenPurpose.VerifyEmail)
        .ExecuteDeleteAsync(cancellation);
}
