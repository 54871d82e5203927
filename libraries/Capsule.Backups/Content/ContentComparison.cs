using System.Globalization;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Compares a restored database with its backup's manifest.</summary>
internal static class ContentComparison
{
    /// <summary>Returns the differences; none when the database holds exactly the content that the manifest describes.</summary>
    public static async Task<IReadOnlyList<BackupDamage>> RunAsync(
        NpgsqlConnectionStringBuilder restored,
        BackupManifest manifest,
        BackupOptions options,
        CancellationToken cancellationToken
    )
    {
        Task<NpgsqlConnection> Open(CancellationToken stop) => DatabaseSession.OpenAsync(restored, $"{options.Service}-backup", stop);

        var tables = await TableContent.ReadAsync(Open, options.Jobs, cancellationToken);
        await using var connection = await Open(cancellationToken);
        var sequences = await SequenceContent.ReadAsync(connection, cancellationToken);
        return [.. Tables(manifest, tables), .. Sequences(manifest, sequences)];
    }

    private static IEnumerable<BackupDamage> Tables(BackupManifest manifest, IReadOnlyList<BackedUpTable> tables)
    {
        var found = tables.ToDictionary(table => (table.Schema, table.Name));
        foreach (var expected in manifest.Tables)
        {
            var name = $"{expected.Schema}.{expected.Name}";
            if (!found.Remove((expected.Schema, expected.Name), out var table))
            {
                yield return new BackupDamage(DamageKind.TableDiffers, name, "is missing after the restore");
            }
            else if (table.Rows != expected.Rows)
            {
                yield return new BackupDamage(
                    DamageKind.RowsDiffer,
                    name,
                    string.Create(CultureInfo.InvariantCulture, $"has {table.Rows} rows after the restore, {expected.Rows} in the manifest")
                );
            }
            else if (table.Hash != expected.Hash)
            {
                yield return new BackupDamage(
                    DamageKind.ContentDiffers,
                    name,
                    "has different rows after the restore than in the manifest (content hash)"
                );
            }
        }

        foreach (var table in found.Values)
        {
            yield return new BackupDamage(DamageKind.TableDiffers, $"{table.Schema}.{table.Name}", "is not in the manifest");
        }
    }

    private static IEnumerable<BackupDamage> Sequences(
        BackupManifest manifest,
        IReadOnlyDictionary<(string Schema, string Name), decimal> sequences
    )
    {
        foreach (var expected in manifest.Sequences)
        {
            var name = $"{expected.Schema}.{expected.Name}";
            var (min, max) = (Math.Min(expected.NextBefore, expected.NextAfter), Math.Max(expected.NextBefore, expected.NextAfter));
            if (!sequences.TryGetValue((expected.Schema, expected.Name), out var next))
            {
                yield return new BackupDamage(DamageKind.SequenceDiffers, name, "is missing after the restore");
            }
            else if (next < min || next > max)
            {
                var range = min == max ? "" : string.Create(CultureInfo.InvariantCulture, $" to {max}");
                yield return new BackupDamage(
                    DamageKind.SequenceDiffers,
                    name,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"continues with {next} after the restore, but with {min}{range} in the manifest"
                    )
                );
            }
        }
    }
}
