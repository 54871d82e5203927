using System.IO.Compression;
using System.Text;

namespace Capsule.Backups.Tests;

/// <summary>Changes a backup and fixes its checksums afterwards, so that only a restore can tell.</summary>
internal static class Forgery
{
    /// <summary>Replaces a text in the rows of a dump.</summary>
    public static async Task<Backup> ReplaceRowsAsync(BackupRun run, Backup backup, string from, string to)
    {
        var changed = 0;
        foreach (var path in Directory.EnumerateFiles(backup.Dump, "*.dat.gz"))
        {
            var rows = Encoding.UTF8.GetString(Decompress(await File.ReadAllBytesAsync(path)));
            if (rows.Contains(from, StringComparison.Ordinal))
            {
                await File.WriteAllBytesAsync(path, Compress(Encoding.UTF8.GetBytes(rows.Replace(from, to, StringComparison.Ordinal))));
                changed++;
            }
        }

        Assert.Equal(1, changed);
        return await RewriteAsync(run, backup, manifest => manifest);
    }

    /// <summary>Changes the manifest.</summary>
    public static async Task<Backup> RewriteAsync(BackupRun run, Backup backup, Func<BackupManifest, BackupManifest> change)
    {
        var files = await BackupFiles.ListAsync(backup.Dump, 1, CancellationToken.None);
        await ManifestFile.WriteAsync(backup.Folder, change(backup.Manifest! with { Files = files }), CancellationToken.None);
        return run.Catalog.Read(backup.Folder);
    }

    private static byte[] Decompress(byte[] content)
    {
        using var stream = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Compress(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
