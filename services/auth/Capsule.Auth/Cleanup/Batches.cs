using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Cleanup;

/// <summary>
/// Repeats a statement that changes a limited number of rows until it finds fewer, so that locks and transactions stay short.
/// </summary>
internal static class Batches
{
    /// <summary>Runs the statement and returns how many rows it has changed in all.</summary>
    public static async Task<long> RunInBatchesAsync(
        this AuthDbContext database,
        SchemaSql statement,
        int batch,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters
    )
    {
        long all = 0;
        int changed;
        do
        {
            changed = await database.Database.ExecuteSqlRawAsync(statement.In(database), parameters, cancellationToken);
            all += changed;
        } while (changed == batch);
        return all;
    }
}
