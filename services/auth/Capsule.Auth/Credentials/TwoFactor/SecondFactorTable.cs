using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>
/// The statements of <c>authenticators</c> and <c>recovery_codes</c>. All of them lock the authenticator's row first, so that the second of
/// two requests with the same code sees the result of the first.
/// </summary>
internal sealed class SecondFactorTable(AuthDbContext database)
{
    // Relies on pk_authenticators. An authenticator that was confirmed is not replaced.
    private static readonly SchemaSql Begin = new(
        """
        insert into {schema}.authenticators as authenticator (user_id, secret) values (@user_id, @secret)
        on conflict (user_id) do update set secret = excluded.secret, last_step = 0 where authenticator.confirmed_at is null
        """
    );

    // Relies on pk_authenticators.
    private static readonly SchemaSql Confirm = new(
        """
        update {schema}.authenticators set confirmed_at = @now, last_step = @step
        where user_id = @user_id and secret = @secret and confirmed_at is null
        """
    );

    // Relies on pk_authenticators.
    private static readonly SchemaSql TakeStep = new(
        """
        update {schema}.authenticators set last_step = @step
        where user_id = @user_id and secret = @secret and confirmed_at is not null and last_step < @step
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes.
    private static readonly SchemaSql TakeRecoveryCode = new(
        """
        with owner as materialized (
            select user_id from {schema}.authenticators where user_id = @user_id and confirmed_at is not null for no key update)
        update {schema}.recovery_codes code set used_at = clock_timestamp()
        from owner
        where code.user_id = owner.user_id and code.code_hash = @code_hash and code.used_at is null
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes. The transaction has locked the authenticator when it took a code, so this
    // statement sees what other transactions have inserted.
    private static readonly SchemaSql ReplaceRecoveryCodes = new(
        """
        with owner as (
            select user_id from {schema}.authenticators where user_id = @user_id and confirmed_at is not null),
        without as (
            delete from {schema}.recovery_codes code using owner where code.user_id = owner.user_id)
        insert into {schema}.recovery_codes (user_id, code_hash)
        select owner.user_id, made.hash from owner, unnest(@code_hashes) as made (hash)
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes.
    private static readonly SchemaSql Remove = new(
        """
        with owner as (
            delete from {schema}.authenticators where user_id = @user_id and confirmed_at is not null returning user_id),
        codes as (
            delete from {schema}.recovery_codes code using owner where code.user_id = owner.user_id)
        select user_id as "Value" from owner
        """
    );

    // Relies on pk_authenticators and pk_recovery_codes.
    private static readonly SchemaSql RemoveOlder = new(
        """
        with owner as (
            delete from {schema}.authenticators where user_id = @user_id and (confirmed_at is null or not @keep_confirmed)
            returning user_id, confirmed_at),
        codes as (
            delete from {schema}.recovery_codes code using owner where code.user_id = owner.user_id)
        select confirmed_at is not null as "Value" from owner
        """
    );

    // Relies on pk_authenticators.
    private static readonly SchemaSql Lock = new(
        """
        select user_id as "Value" from {schema}.authenticators where user_id = @user_id for no key update
        """
    );

    // Relies on ix_users_email and pk_authenticators.
    private static readonly SchemaSql LockByEmail = new(
        """
        select user_id as "Value" from {schema}.authenticators
        where user_id = (select id from {schema}.users where email = @email::citext) for no key update
        """
    );

    /// <summary>Locks a user's authenticator, before the caller locks and changes the user.</summary>
    public Task LockAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Database.SqlQueryRaw<Guid>(Lock.In(database), new NpgsqlParameter("user_id", userId)).ToListAsync(cancellationToken);

    /// <summary>Locks the authenticator of the user who has an e-mail address, before the caller locks and changes the user.</summary>
    public Task LockAsync(string email, CancellationToken cancellationToken) =>
        database.Database.SqlQueryRaw<Guid>(LockByEmail.In(database), new NpgsqlParameter("email", email)).ToListAsync(cancellationToken);

    /// <summary>
    /// Removes an authenticator that was never confirmed or, unless <paramref name="keepConfirmed"/>, one that was. Returns whether two
    /// factors were turned off.
    /// </summary>
    public async Task<bool> RemoveAsync(Guid userId, bool keepConfirmed, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<bool>(
                    RemoveOlder.In(database),
                    new NpgsqlParameter("user_id", userId),
                    new NpgsqlParameter("keep_confirmed", keepConfirmed)
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>Stores a secret that is not confirmed yet, in place of an earlier one; false when two factors are on.</summary>
    public async Task<bool> BeginAsync(Guid userId, byte[] secret, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            Begin.In(database),
            [new NpgsqlParameter("user_id", userId), new NpgsqlParameter("secret", secret)],
            cancellationToken
        ) == 1;

    /// <summary>Turns two factors on with the code of a step; false when they are on, or the secret was replaced since.</summary>
    public async Task<bool> ConfirmAsync(Authenticator authenticator, long step, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            Confirm.In(database),
            [
                new NpgsqlParameter("user_id", authenticator.UserId),
                new NpgsqlParameter("secret", authenticator.Secret),
                new NpgsqlParameter("step", step),
                new NpgsqlParameter("now", now),
            ],
            cancellationToken
        ) == 1;

    /// <summary>Uses the code of a step up; false when that code or a later one was used.</summary>
    public async Task<bool> TakeStepAsync(Authenticator authenticator, long step, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            TakeStep.In(database),
            [
                new NpgsqlParameter("user_id", authenticator.UserId),
                new NpgsqlParameter("secret", authenticator.Secret),
                new NpgsqlParameter("step", step),
            ],
            cancellationToken
        ) == 1;

    /// <summary>Uses a recovery code up; false when the user has no such code, or it was used.</summary>
    public async Task<bool> TakeRecoveryCodeAsync(Guid userId, string code, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            TakeRecoveryCode.In(database),
            [new NpgsqlParameter("user_id", userId), new NpgsqlParameter("code_hash", RecoveryCodes.HashOf(userId, code))],
            cancellationToken
        ) == 1;

    /// <summary>Gives a user new recovery codes; false when two factors are off.</summary>
    public async Task<bool> ReplaceRecoveryCodesAsync(Guid userId, string[] codes, CancellationToken cancellationToken)
    {
        byte[][] hashes = [.. codes.Select(code => RecoveryCodes.HashOf(userId, code))];
        return await database.Database.ExecuteSqlRawAsync(
                ReplaceRecoveryCodes.In(database),
                [new NpgsqlParameter("user_id", userId), new NpgsqlParameter("code_hashes", hashes)],
                cancellationToken
            ) == codes.Length;
    }

    /// <summary>Turns two factors off; false when they are off.</summary>
    public async Task<bool> RemoveAsync(Guid userId, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<Guid>(Remove.In(database), new NpgsqlParameter("user_id", userId))
                .ToListAsync(cancellationToken)
        ).Count == 1;
}
