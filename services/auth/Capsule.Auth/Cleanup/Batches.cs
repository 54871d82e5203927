using Capsule.Data;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Cleanup;

/// <summary>Runs a statement that changes at most so many rows until it finds fewer: no lock and no transaction is long.</summary>
internal static class Batches
{
    /// <summary>Returns how many rows that were in all.</summary>
    public static async Task<long> RunInBatchesAsync(
        this AuthDbContext database,
        SchemaSql statement,
        int batch,
        CancellationToken cancellationToken,
        params object[] parameters
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
