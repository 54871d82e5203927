using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>The statements of <c>password_failures</c>. They lock the row of the source before that of the account.</summary>
internal sealed class PasswordFailureTable(AuthDbContext database)
{
    /// <summary>Wrong passwords from one source that have no consequence.</summary>
    public const int FreeForSource = 5;

    /// <summary>Wrong passwords from all sources that have no consequence (NIST SP 800-63B, section 5.2.2: at most 100 in a row).</summary>
    public const int FreeForAccount = 100;

    /// <summary>Twice as long after each further failure, from a second to a quarter of an hour.</summary>
    private const string Pause =
        "clock_timestamp() + least(interval '1 second' * power(2, least(failed.failures - {0}, 20)), interval '15 minutes')";

    private const string IsOpen = "(failed.locked_until is null or failed.locked_until <= clock_timestamp())";

    // Counting and checking are one statement under the row's lock, so that of several tries at once only those are checked that are free.
    // A try while locked changes nothing. Networks that the user has a session from are taken for known. Relies on pk_users,
    // pk_password_failures and ix_sessions_user_id_id.
    private static readonly SchemaSql Count = new(
        $$"""
        with mine as (
            insert into {schema}.password_failures as failed (user_id, source, failures)
            select owner.id, {1}, 1 from {schema}.users owner
            where owner.id = {0} and ({2}
                or not exists (select from {schema}.password_failures whole where whole.user_id = {0} and whole.source = '' and whole.locked_until > clock_timestamp())
                or exists (
                    select from {schema}.sessions session
                    where session.user_id = {0} and cardinality(session.methods) > 0 and session.address <<= {3}::text::inet))
            on conflict (user_id, source) do update set failures = least(failed.failures + 1, 1000),
                locked_until = case when failed.failures >= {{FreeForSource}} then {{Paused(FreeForSource)}} end
            where {{IsOpen}}
            returning failures, locked_until),
        whole as (
            insert into {schema}.password_failures as failed (user_id, source, failures)
            select {0}, '', 1 from mine
            on conflict (user_id, source) do update set failures = least(failed.failures + 1, 1000),
                locked_until = case when failed.failures >= {{FreeForAccount}} then {{Paused(FreeForAccount)}} end
            where {{IsOpen}}
            returning user_id)
        select mine.failures as "Failures", mine.locked_until as "LockedUntil", exists (select from whole) as "CountsForAccount" from mine
        """
    );

    // Relies on pk_password_failures.
    private static readonly SchemaSql Forgive = new("delete from {schema}.password_failures where user_id = {0} and source = {1}");

    // Relies on pk_password_failures. The row of the account last, as above: two transactions cannot wait for each other.
    private static readonly SchemaSql ForgiveAll = new(
        """
        with sources as (delete from {schema}.password_failures where user_id = {0} and source <> '' returning user_id)
        delete from {schema}.password_failures where user_id = {0} and source = '' and (select count(*) from sources) >= 0
        """
    );

    // Relies on pk_password_failures.
    private static readonly SchemaSql Undo = new(
        """
        with mine as (
            update {schema}.password_failures set failures = greatest(failures - 1, 0), locked_until = null
            where user_id = {0} and source = {1} returning user_id)
        update {schema}.password_failures set failures = greatest(failures - 1, 0), locked_until = null
        where user_id = {0} and source = '' and {2} and (select count(*) from mine) >= 0
        """
    );

    /// <summary>
    /// Counts a try as wrong; it may be checked unless the answer says otherwise. Without a user it takes as long and may not.
    /// </summary>
    public async Task<PasswordTry> CountAsync(Guid userId, PasswordSource source, CancellationToken cancellationToken)
    {
        var network = new NpgsqlParameter { Value = (object?)source.Network ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
        var rows = await database
            .Database.SqlQueryRaw<CountedRow>(Count.In(database), userId, source.Name, source.IsKnownDevice, network)
            .ToListAsync(cancellationToken);
        return rows.SingleOrDefault() is { } row
            ? new PasswordTry(userId, source, IsAllowed: true, row.Failures, row.LockedUntil, row.CountsForAccount)
            : new PasswordTry(userId, source, IsAllowed: false, Failures: 0, LockedUntil: null, CountsForAccount: false);
    }

    /// <summary>Forgets what the source of a right password did wrong before. Not in a transaction that locks the user.</summary>
    public Task ForgiveAsync(PasswordTry right, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(Forgive.In(database), [right.UserId, right.Source.Name], cancellationToken);

    /// <summary>Counts a try no longer.</summary>
    public Task UndoAsync(PasswordTry counted, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Undo.In(database),
            [counted.UserId, counted.Source.Name, counted.CountsForAccount],
            cancellationToken
        );

    /// <summary>Forgets all wrong passwords of a user, wherever they came from. Not in a transaction that locks the user.</summary>
    public Task ForgiveAllAsync(Guid userId, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(ForgiveAll.In(database), [userId], cancellationToken);

    private static string Paused(int free) => Pause.Replace("{0}", $"{free}", StringComparison.Ordinal);

    /// <summary>A row of <see cref="Count"/>.</summary>
    internal sealed record CountedRow(int Failures, DateTimeOffset? LockedUntil, bool CountsForAccount);
}
