using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>
/// The statements of <c>authenticators</c> and <c>recovery_codes</c>. All of them lock the authenticator's row first, so that of two
/// requests with one code the second sees what the first left.
/// </summary>
internal sealed class SecondFactorTable(AuthDbContext database)
{
    // Relies on pk_authenticators. One that is turned on stays.
    private static readonly SchemaSql Begin = new(
        """
        insert into {schema}.authenticators as authenticator (user_id, secret) values ({0}, {1})
        on conflict (user_id) do update set secret = excluded.secret, last_step = 0 where authenticator.confirmed_at is null
        """
    );

    // Relies on pk_authenticators.
    private static readonly SchemaSql Confirm = new(
        """
        update {schema}.authenticators set confirmed_at = {3}, last_step = {2}
        where user_id = {0} and secret = {1} and confirmed_at is null
        """
    );

    // Relies on pk_authenticators.
    private static readonly SchemaSql TakeStep = new(
        """
        update {schema}.authenticators set last_step = {2}
        where user_id = {0} and secret = {1} and confirmed_at is not null and last_step < {2}
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes.
    private static readonly SchemaSql TakeRecoveryCode = new(
        """
        with owner as materialized (
            select user_id from {schema}.authenticators where user_id = {0} and confirmed_at is not null for no key update)
        update {schema}.recovery_codes code set used_at = clock_timestamp()
        from owner
        where code.user_id = owner.user_id and code.code_hash = {1} and code.used_at is null
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes, and on the lock that the transaction has from taking a code: this statement must
    // begin after whatever another one inserted.
    private static readonly SchemaSql ReplaceRecoveryCodes = new(
        """
        with owner as (
            select user_id from {schema}.authenticators where user_id = {0} and confirmed_at is not null),
        without as (
            delete from {schema}.recovery_codes code using owner where code.user_id = owner.user_id)
        insert into {schema}.recovery_codes (user_id, code_hash) select owner.user_id, made.hash from owner, unnest({1}) as made (hash)
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes, and on that lock.
    private static readonly SchemaSql Remove = new(
        """
        with owner as (
            delete from {schema}.authenticators where user_id = {0} and confirmed_at is not null returning user_id),
        codes as (
            delete from {schema}.recovery_codes code using owner where code.user_id = owner.user_id)
        select user_id as "Value" from owner
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes.
    private static readonly SchemaSql RemoveOlder = new(
        """
        with owner as (
            delete from {schema}.authenticators where user_id = {0} and (confirmed_at is null or not {1}) returning user_id, confirmed_at),
        codes as (
            delete from {schema}.recovery_codes code using owner where code.user_id = owner.user_id)
        select confirmed_at is not null as "Value" from owner
        """
    );

    // Relies on pk_authenticators.
    private static readonly SchemaSql Lock = new(
        "select user_id as \"Value\" from {schema}.authenticators where user_id = {0} for no key update"
    );

    /// <summary>Locks the authenticator for who is going to change user and second factor: it comes first, as everywhere.</summary>
    public Task LockAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Database.SqlQueryRaw<Guid>(Lock.In(database), userId).ToListAsync(cancellationToken);

    /// <summary>
    /// Removes an authenticator that was never confirmed, and unless it is to be kept one that was; returns whether two factors were turned
    /// off.
    /// </summary>
    public async Task<bool> RemoveAsync(Guid userId, bool keepConfirmed, CancellationToken cancellationToken) =>
        (
            await database.Database.SqlQueryRaw<bool>(RemoveOlder.In(database), userId, keepConfirmed).ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>Keeps a secret that is still to be confirmed, in place of one that never was; false when two factors are on.</summary>
    public async Task<bool> BeginAsync(Guid userId, byte[] secret, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(Begin.In(database), [userId, secret], cancellationToken) == 1;

    /// <summary>Turns two factors on with the code of a step; false when they are on, or another secret has come since.</summary>
    public async Task<bool> ConfirmAsync(Authenticator authenticator, long step, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            Confirm.In(database),
            [authenticator.UserId, authenticator.Secret, step, now],
            cancellationToken
        ) == 1;

    /// <summary>Takes the code of a step; false when it or a later one was taken.</summary>
    public async Task<bool> TakeStepAsync(Authenticator authenticator, long step, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            TakeStep.In(database),
            [authenticator.UserId, authenticator.Secret, step],
            cancellationToken
        ) == 1;

    /// <summary>Takes a recovery code; false when it is none of the user's, or was taken.</summary>
    public async Task<bool> TakeRecoveryCodeAsync(Guid userId, string code, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            TakeRecoveryCode.In(database),
            [userId, RecoveryCodes.HashOf(userId, code)],
            cancellationToken
        ) == 1;

    /// <summary>Gives a user new recovery codes; false when two factors are off.</summary>
    public async Task<bool> ReplaceRecoveryCodesAsync(Guid userId, string[] codes, CancellationToken cancellationToken)
    {
        byte[][] hashes = [.. codes.Select(code => RecoveryCodes.HashOf(userId, code))];
        return await database.Database.ExecuteSqlRawAsync(ReplaceRecoveryCodes.In(database), [userId, hashes], cancellationToken)
            == codes.Length;
    }

    /// <summary>Turns two factors off; false when they are off.</summary>
    public async Task<bool> RemoveAsync(Guid userId, CancellationToken cancellationToken) =>
        (await database.Database.SqlQueryRaw<Guid>(Remove.In(database), userId).ToListAsync(cancellationToken)).Count == 1;
}
