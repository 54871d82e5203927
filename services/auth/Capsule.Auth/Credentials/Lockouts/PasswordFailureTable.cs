using Capsule.Auth.Cleanup;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>The statements of <c>password_failures</c>. They lock the row of the source before the row of the account.</summary>
internal sealed class PasswordFailureTable(AuthDbContext database)
{
    /// <summary>How many wrong passwords from one source have no consequence.</summary>
    public const int FreeForSource = 5;

    /// <summary>How many wrong passwords from all sources have no consequence (NIST SP 800-63B, section 5.2.2: at most 100).</summary>
    public const int FreeForAccount = 100;

    private const int DeleteBatch = 1000;
    private const string IsOpen = "(failed.locked_until is null or failed.locked_until <= clock_timestamp())";

    // One statement counts and checks under the row's lock, so that of several tries at the same time only as many are checked as are free.
    // A try while the source is locked changes nothing. A locked account still accepts tries from devices that have signed in before, and
    // from networks that the user has a session from. Relies on pk_users, pk_password_failures and ix_sessions_user_id_id.
    private static readonly SchemaSql Count = new(
        $$"""
        with mine as (
            insert into {schema}.password_failures as failed (user_id, source, failures)
            select owner.id, @source, 1 from {schema}.users owner
            where owner.id = @user_id and (@is_known_device
                or not exists (
                    select from {schema}.password_failures whole
                    where whole.user_id = @user_id and whole.source = '' and whole.locked_until > clock_timestamp())
                or exists (
                    select from {schema}.sessions session
                    where session.user_id = @user_id and cardinality(session.methods) > 0
                        and session.address <<= @network::text::inet))
            on conflict (user_id, source) do update set failures = least(failed.failures + 1, 1000),
                locked_until = case when failed.failures >= {{FreeForSource}} then {{Paused(FreeForSource)}} end
            where {{IsOpen}}
            returning failures, locked_until),
        whole as (
            insert into {schema}.password_failures as failed (user_id, source, failures)
            select @user_id, '', 1 from mine
            on conflict (user_id, source) do update set failures = least(failed.failures + 1, 1000),
                locked_until = case when failed.failures >= {{FreeForAccount}} then {{Paused(FreeForAccount)}} end
            where {{IsOpen}}
            returning user_id)
        select mine.failures as "Failures", mine.locked_until as "LockedUntil", exists (select from whole) as "CountsForAccount" from mine
        """
    );

    // Relies on pk_password_failures.
    private static readonly SchemaSql Forgive = new("delete from {schema}.password_failures where user_id = @user_id and source = @source");

    // Relies on pk_password_failures. The row of the account comes last, as above, so that two transactions cannot deadlock.
    private static readonly SchemaSql ForgiveAll = new(
        """
        with sources as (delete from {schema}.password_failures where user_id = @user_id and source <> '' returning user_id)
        delete from {schema}.password_failures where user_id = @user_id and source = '' and (select count(*) from sources) >= 0
        """
    );

    // Relies on ix_password_failures_updated_at, and therefore on current_timestamp: PostgreSQL uses no index for a comparison with
    // clock_timestamp().
    private static readonly SchemaSql DeleteOld = new(
        $$"""
        delete from {schema}.password_failures where ctid = any(array(
            select ctid from {schema}.password_failures where updated_at < current_timestamp - interval '1 day'
            order by updated_at limit {{DeleteBatch}} for update skip locked))
        """
    );

    // Relies on pk_password_failures.
    private static readonly SchemaSql Undo = new(
        """
        with mine as (
            update {schema}.password_failures set failures = greatest(failures - 1, 0), locked_until = null
            where user_id = @user_id and source = @source returning user_id)
        update {schema}.password_failures set failures = greatest(failures - 1, 0), locked_until = null
        where user_id = @user_id and source = '' and @counts_for_account and (select count(*) from mine) >= 0
        """
    );

    /// <summary>
    /// Counts a try as wrong before the password is checked. The result says whether the password may be checked. A try for a user who does
    /// not exist takes as long and is never allowed.
    /// </summary>
    public async Task<PasswordTry> CountAsync(Guid userId, PasswordSource source, CancellationToken cancellationToken)
    {
        var rows = await database
            .Database.SqlQueryRaw<CountedRow>(
                Count.In(database),
                new NpgsqlParameter("user_id", userId),
                new NpgsqlParameter("source", source.Name),
                new NpgsqlParameter("is_known_device", source.IsKnownDevice),
                new NpgsqlParameter<string?>("network", source.Network)
            )
            .ToListAsync(cancellationToken);
        return rows.SingleOrDefault() is { } row
            ? new PasswordTry(userId, source, IsAllowed: true, row.Failures, row.LockedUntil, row.CountsForAccount)
            : new PasswordTry(userId, source, IsAllowed: false, Failures: 0, LockedUntil: null, CountsForAccount: false);
    }

    /// <summary>Forgets earlier wrong passwords of the source of a right one. Must not run in a transaction that locks the user.</summary>
    public Task ForgiveAsync(PasswordTry right, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Forgive.In(database),
            [new NpgsqlParameter("user_id", right.UserId), new NpgsqlParameter("source", right.Source.Name)],
            cancellationToken
        );

    /// <summary>Takes a counted try back.</summary>
    public Task UndoAsync(PasswordTry counted, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Undo.In(database),
            [
                new NpgsqlParameter("user_id", counted.UserId),
                new NpgsqlParameter("source", counted.Source.Name),
                new NpgsqlParameter("counts_for_account", counted.CountsForAccount),
            ],
            cancellationToken
        );

    /// <summary>Forgets all wrong passwords of a user. Must not run in a transaction that locks the user.</summary>
    public Task ForgiveAllAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(ForgiveAll.In(database), [new NpgsqlParameter("user_id", userId)], cancellationToken);

    /// <summary>Deletes counts a day after the last try.</summary>
    public Task<long> DeleteOldAsync(CancellationToken cancellationToken) =>
        database.RunInBatchesAsync(DeleteOld, DeleteBatch, cancellationToken);

    // The pause doubles with each further failure, from a second to a quarter of an hour.
    private static string Paused(int free) =>
        $"clock_timestamp() + least(interval '1 second' * power(2, least(failed.failures - {free}, 20)), interval '15 minutes')";

    /// <summary>A row of <see cref="Count"/>.</summary>
    internal sealed record CountedRow(int Failures, DateTimeOffset? LockedUntil, bool CountsForAccount);
}
