using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Deploy.Quotas;

/// <summary>
/// Notes that accounts are closed, or are their users' again. Each event has a queue of its own, and so has the subscription: they come in any order, so
/// that the row is made by whichever is first, and of both times the later counts.
/// </summary>
internal sealed class QuotaTable(DeployDbContext database)
{
    // Both rely on ix_quotas_user_id.
    private static readonly SchemaSql Close = Note("closed_at");
    private static readonly SchemaSql Reopen = Note("reopened_at");

    public Task CloseAsync(Guid userId, DateTimeOffset at, CancellationToken cancellation) => NoteAsync(Close, userId, at, cancellation);

    public Task ReopenAsync(Guid userId, DateTimeOffset at, CancellationToken cancellation) => NoteAsync(Reopen, userId, at, cancellation);

    private Task<int> NoteAsync(SchemaSql sql, Guid userId, DateTimeOffset at, CancellationToken cancellation) =>
        database.Database.ExecuteSqlRawAsync(
            sql.In(database),
            [new NpgsqlParameter("id", Guid.CreateVersion7()), new NpgsqlParameter("user_id", userId), new NpgsqlParameter("at", at.ToUniversalTime())],
            cancellation);

    private static SchemaSql Note(string column) => new($$"""
        insert into {schema}.quotas as quota (id, user_id, plan, max_deployments, max_cpu_millicores, max_memory_megabytes,
            used_deployments, used_cpu_millicores, used_memory_megabytes, {{column}})
        values (@id, @user_id, '{{Quota.NoPlan}}', 0, 0, 0, 0, 0, 0, @at)
        on conflict (user_id) do update set {{column}} = greatest(quota.{{column}}, excluded.{{column}})
        """);
}
