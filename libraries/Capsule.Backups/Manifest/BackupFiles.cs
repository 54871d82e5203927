using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Capsule.Backups;

/// <summary>The files of a dump and their checksums.</summary>
internal static class BackupFiles
{
    /// <summary>Lists the files in a dump's folder.</summary>
    public static async Task<IReadOnlyList<BackedUpFile>> ListAsync(string dump, int jobs, CancellationToken cancellationToken)
    {
        var files = new ConcurrentBag<BackedUpFile>();
        await Parallel.ForEachAsync(
            Names(dump),
            Parallelism(jobs, cancellationToken),
            async (name, stop) =>
            {
                var path = Path.Combine(dump, name);
                files.Add(new BackedUpFile(name, new FileInfo(path).Length, await ChecksumAsync(path, stop)));
            }
        );
        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    /// <summary>Compares a dump's folder with the manifest: missing, truncated, altered and unexpected files.</summary>
    public static async Task<IReadOnlyList<BackupDamage>> CheckAsync(
        string dump,
        IReadOnlyList<BackedUpFile> expected,
        int jobs,
        CancellationToken cancellationToken
    )
    {
        var there = Directory.Exists(dump) ? Names(dump).ToHashSet(StringComparer.Ordinal) : [];
        var damages = new ConcurrentBag<BackupDamage>(
            there
                .Except(expected.Select(file => file.Name))
                .Select(name => new BackupDamage(DamageKind.FileUnexpected, name, "is not in the manifest"))
        );
        await Parallel.ForEachAsync(
            expected,
            Parallelism(jobs, cancellationToken),
            async (file, stop) =>
            {
                if (await DamageAsync(dump, file, there, stop) is { } damage)
                {
                    damages.Add(damage);
                }
            }
        );
        return [.. damages.OrderBy(damage => damage.Subject, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Compares only the existence and size of the files, which is quick; returns the first damage with the number of damaged files, or
    /// null.
    /// </summary>
    public static BackupDamage? CheckSizes(string dump, IReadOnlyList<BackedUpFile> expected)
    {
        if (!Directory.Exists(dump))
        {
            return new BackupDamage(DamageKind.FileMissing, Path.GetFileName(dump), "is missing, with all files of the dump");
        }

        var there = Names(dump).ToHashSet(StringComparer.Ordinal);
        var damages = expected.Select(file => SizeDamage(dump, file, there)).OfType<BackupDamage>().ToList();
        return damages.Count > 1
            ? damages[0] with
            {
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{damages[0].Detail}, and {damages.Count - 1} more of {expected.Count} files"
                ),
            }
            : damages.FirstOrDefault();
    }

    private static async Task<BackupDamage?> DamageAsync(
        string dump,
        BackedUpFile file,
        HashSet<string> there,
        CancellationToken cancellationToken
    )
    {
        if (SizeDamage(dump, file, there) is { } damage)
        {
            return damage;
        }

        return await ChecksumAsync(Path.Combine(dump, file.Name), cancellationToken) == file.Sha256
            ? null
            : new BackupDamage(DamageKind.FileAltered, file.Name, "was altered: its SHA-256 is not the one in the manifest");
    }

    private static BackupDamage? SizeDamage(string dump, BackedUpFile file, HashSet<string> there)
    {
        // The name is only compared with existing names, so a name with ".." cannot lead outside the folder.
        if (!there.Contains(file.Name))
        {
            return new BackupDamage(DamageKind.FileMissing, file.Name, "is missing");
        }

        var bytes = new FileInfo(Path.Combine(dump, file.Name)).Length;
        if (bytes < file.Bytes)
        {
            return new BackupDamage(
                DamageKind.FileTruncated,
                file.Name,
                string.Create(CultureInfo.InvariantCulture, $"is truncated: {bytes} of {file.Bytes} bytes")
            );
        }

        return bytes > file.Bytes
            ? new BackupDamage(
                DamageKind.FileAltered,
                file.Name,
                string.Create(CultureInfo.InvariantCulture, $"was altered: {bytes} instead of {file.Bytes} bytes")
            )
            : null;
    }

    private static IEnumerable<string> Names(string dump) =>
        Directory
            .EnumerateFiles(dump, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(dump, path).Replace('\\', '/'));

    private static async Task<string> ChecksumAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static ParallelOptions Parallelism(int jobs, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken };
}
