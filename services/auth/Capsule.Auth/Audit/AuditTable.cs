using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Audit;

/// <summary>Calls the functions of the audit log, which run with the rights of the database's owner.</summary>
internal sealed class AuditTable(AuthDbContext database)
{
    private static readonly SchemaSql Maintain = new("""select {schema}.maintain_audit_log(@ahead) as "Value" """);
    private static readonly SchemaSql Chain = new("""select {schema}.chain_audit_log(@batch) as "Value" """);

    /// <summary>
    /// Creates missing partitions and drops one that is too old. Returns how many it changed; not positive when it is done.
    /// </summary>
    public Task<int> MaintainAsync(TimeSpan ahead, CancellationToken cancellationToken) =>
        CallAsync(Maintain, new NpgsqlParameter("ahead", ahead), cancellationToken);

    /// <summary>Chains at most <paramref name="batch"/> committed events to the log, and returns how many.</summary>
    public Task<int> ChainAsync(int batch, CancellationToken cancellationToken) =>
        CallAsync(Chain, new NpgsqlParameter("batch", batch), cancellationToken);

    private async Task<int> CallAsync(SchemaSql sql, NpgsqlParameter parameter, CancellationToken cancellationToken) =>
        (await database.Database.SqlQueryRaw<int>(sql.In(database), parameter).ToListAsync(cancellationToken)).Single();
}
