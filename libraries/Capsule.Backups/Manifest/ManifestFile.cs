using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Capsule.Backups;

/// <summary>
/// Reads and writes the manifest and related files in a backup's folder: <c>manifest.json</c>, its checksum in <c>manifest.sha256</c> in
/// the format of sha256sum, <c>verified.json</c>, and <c>failed.json</c>.
/// </summary>
internal static class ManifestFile
{
    public const string Name = "manifest.json";
    public const string ChecksumName = "manifest.sha256";
    public const string VerifiedName = "verified.json";
    public const string FailedName = "failed.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static async Task WriteAsync(string folder, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(manifest, Format);
        await WriteAsync(Path.Combine(folder, ChecksumName), Encoding.ASCII.GetBytes($"{Checksum(text)}  {Name}\n"), cancellationToken);
        await WriteAsync(Path.Combine(folder, Name), text, cancellationToken);
    }

    /// <summary>Reads the manifest. When the manifest cannot be trusted, the checksum is null and the damage names the reason.</summary>
    public static (BackupManifest? Manifest, string? Sha256, BackupDamage? Damage) Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return (null, null, new BackupDamage(DamageKind.Incomplete, Name, "is missing: the backup was never finished"));
        }

        var text = File.ReadAllBytes(path);
        var checksum = Path.Combine(folder, ChecksumName);
        if (!File.Exists(checksum))
        {
            return (null, null, new BackupDamage(DamageKind.ManifestAltered, ChecksumName, "is missing"));
        }

        if (File.ReadAllText(checksum).Split(' ')[0] != Checksum(text))
        {
            return (
                null,
                null,
                new BackupDamage(DamageKind.ManifestAltered, Name, $"was altered: its SHA-256 is not the one in {ChecksumName}")
            );
        }

        return Parse(text) is { } manifest
            ? manifest.Format == BackupManifest.CurrentFormat
                ? (manifest, Checksum(text), null)
                : (
                    null,
                    null,
                    new BackupDamage(
                        DamageKind.UnknownFormat,
                        Name,
                        $"has format {manifest.Format}; this program reads {BackupManifest.CurrentFormat}"
                    )
                )
            : (null, null, new BackupDamage(DamageKind.ManifestAltered, Name, "is not a manifest"));
    }

    /// <summary>Records a verification, which supersedes an earlier failure.</summary>
    public static async Task WriteVerifiedAsync(string folder, VerifiedBackup verified, CancellationToken cancellationToken)
    {
        await ReplaceAsync(Path.Combine(folder, VerifiedName), JsonSerializer.SerializeToUtf8Bytes(verified, Format), cancellationToken);
        File.Delete(Path.Combine(folder, FailedName));
    }

    /// <summary>Records a failed verification, which supersedes an earlier verification.</summary>
    public static async Task WriteFailedAsync(string folder, FailedVerification failed, CancellationToken cancellationToken)
    {
        await ReplaceAsync(Path.Combine(folder, FailedName), JsonSerializer.SerializeToUtf8Bytes(failed, Format), cancellationToken);
        File.Delete(Path.Combine(folder, VerifiedName));
    }

    /// <summary>Returns the verification of the manifest with this checksum; null when there is none.</summary>
    public static VerifiedBackup? ReadVerified(string folder, string manifestSha256) =>
        ReadRecord<VerifiedBackup>(folder, VerifiedName) is { } verified && verified.ManifestSha256 == manifestSha256 ? verified : null;

    /// <summary>Returns the failed verification of the manifest with this checksum; null when there is none.</summary>
    public static FailedVerification? ReadFailed(string folder, string manifestSha256) =>
        ReadRecord<FailedVerification>(folder, FailedName) is { } failed && failed.ManifestSha256 == manifestSha256 ? failed : null;

    private static T? ReadRecord<T>(string folder, string name)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(folder, name)), Format);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    private static BackupManifest? Parse(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(text, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Checksum(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));

    private static async Task ReplaceAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await WriteAsync(path + ".new", content, cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await file.WriteAsync(content, cancellationToken);
        file.Flush(flushToDisk: true);
    }
}
