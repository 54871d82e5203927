using Capsule.Data;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Special treatment of extensions in a restore.</summary>
internal static class RestoredExtensions
{
    private const string TimescaleDb = "timescaledb";

    private const string Availability = """
        select count(*) > 0, coalesce(bool_or(not superuser or trusted), false) from pg_available_extension_versions where name = $1
        """;

    /// <summary>TimescaleDB's catalog must be restored in order, by a single job.</summary>
    public static bool NeedOneJob(BackupManifest manifest) => manifest.Extensions.Any(extension => extension.Name == TimescaleDb);

    /// <summary>Returns the extensions that only a superuser may create; they are omitted when the owner is no superuser.</summary>
    /// <exception cref="BackupException">An extension is not installed on the server.</exception>
    public static async Task<IReadOnlyList<string>> FindSkippedAsync(
        NpgsqlConnection server,
        BackupManifest manifest,
        bool asSuperuser,
        CancellationToken cancellationToken
    )
    {
        var skipped = new List<string>();
        foreach (var extension in manifest.Extensions)
        {
            var (installed, allowed) = (
                await server.RowsAsync(Availability, row => (row.GetBoolean(0), row.GetBoolean(1)), cancellationToken, extension.Name)
            )[0];
            if (!installed)
            {
                throw new BackupException(
                    BackupFault.Failed,
                    $"The extension {extension.Name} {extension.Version} is not installed on the server."
                );
            }

            if (!allowed && !asSuperuser)
            {
                skipped.Add(extension.Name);
            }
        }

        return skipped;
    }

    /// <summary>Prepares the new database before pg_restore runs.</summary>
    public static async Task PrepareAsync(NpgsqlConnection database, BackupManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Extensions.FirstOrDefault(extension => extension.Name == TimescaleDb) is { } extension)
        {
            var schema = SqlText.Identifier(extension.Schema);
            await database.ExecuteAsync(
                $"create schema if not exists {schema}; create extension if not exists {TimescaleDb} with schema {schema}; select {schema}.timescaledb_pre_restore()",
                cancellationToken
            );
        }
    }

    /// <summary>Completes the new database after pg_restore ran.</summary>
    public static async Task FinishAsync(NpgsqlConnection database, BackupManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Extensions.FirstOrDefault(extension => extension.Name == TimescaleDb) is { } extension)
        {
            await database.ExecuteAsync($"select {SqlText.Identifier(extension.Schema)}.timescaledb_post_restore()", cancellationToken);
        }
    }
}
