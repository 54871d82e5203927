using Capsule.Auth.Audit;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Sessions;

/// <summary>
/// Makes guessing slow: after some wrong passwords or codes in a row the account takes none for a second, and for twice as long after each
/// further one, up to a quarter of an hour.
/// </summary>
internal sealed class Lockout(AuthDbContext database, IHttpContextAccessor requests)
{
    private const int Free = 5;

    // Relies on pk_users. One statement, so that guesses at the same time all count, and none without its rows in the audit log.
    private static readonly SchemaSql Failed = new($$"""
        with failed as (
            update schema.users
            set access_failed_count = least(access_failed_count + 1, 1000),
                lockout_end = case when access_failed_count + 1 > {{Free}}
                    then clock_timestamp() + least(interval '1 second' * power(2, least(access_failed_count - {{Free}}, 20)), interval '15 minutes') end
            where id = {0}
            returning id, access_failed_count, lockout_end)
        insert into schema.{{AuditConfiguration.PendingTable}} (event, target_id, address, user_agent, data)
        select event, id, {3}, {4}, data from failed cross join lateral (values
            ({1}, jsonb_strip_nulls(jsonb_build_object('reason', {2}, 'failures', access_failed_count, 'lockedUntil', lockout_end))),
            ('{{AuditEvents.LockedOut}}', jsonb_build_object('until', lockout_end))) as noted (event, data)
        where event <> '{{AuditEvents.LockedOut}}' or access_failed_count = {{Free + 1}}
        """);

    /// <summary>Counts a wrong password of somebody who is signed in, or a right one while the account is locked.</summary>
    public Task FailedAsync(Guid userId, CancellationToken cancellation) => FailedAsync(userId, AuditEvents.PasswordRefused, "refused", cancellation);

    /// <summary>Counts a wrong password, or a right one while the account is locked.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="name">The event for the audit log.</param>
    /// <param name="reason">Why it was refused, for the audit log.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task FailedAsync(Guid userId, string name, string reason, CancellationToken cancellation) => database.Database.ExecuteSqlRawAsync(
        Failed.In(database),
        [
            userId, Text(name), Text(reason),
            new NpgsqlParameter { Value = (object?)(requests.HttpContext is { } from ? Caller.Address(from) : null) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Inet },
            Text(requests.HttpContext is { } request ? Caller.Device(request) : null),
        ],
        cancellation);

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
