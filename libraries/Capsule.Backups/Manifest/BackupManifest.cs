namespace Capsule.Backups;

/// <summary>What a backup holds, as it was in the one snapshot that the dump was taken in.</summary>
public sealed record BackupManifest
{
    /// <summary>The format that this code writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format that it is written in.</summary>
    public required int Format { get; init; }

    /// <summary>The service that it belongs to.</summary>
    public required string Service { get; init; }

    /// <summary>The database that it was taken from.</summary>
    public required string Database { get; init; }

    /// <summary>The schema that the service works in.</summary>
    public required string Schema { get; init; }

    /// <summary>When its snapshot was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>The server's version, such as <c>15.14</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The major version of the pg_dump that wrote it; pg_restore may not be older.</summary>
    public required int DumpVersion { get; init; }

    /// <summary>The size of the database on the server, in bytes.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>The size of the dump, in bytes.</summary>
    public required long DumpBytes { get; init; }

    /// <summary>The migrations that were applied, oldest first.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>The newest of them; null when there was none.</summary>
    public string? SchemaVersion => Migrations.Count > 0 ? Migrations[^1] : null;

    /// <summary>What belongs to the database itself and is not in the dump.</summary>
    public required DatabaseProperties Properties { get; init; }

    /// <summary>The extensions that the database had.</summary>
    public required IReadOnlyList<BackedUpExtension> Extensions { get; init; }

    /// <summary>The roles that own something or were granted something, which the server needs beforehand.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>
    /// Each table: of a partitioned one its partitions, and not itself; large objects as <c>pg_catalog.pg_largeobject</c>.
    /// </summary>
    public required IReadOnlyList<BackedUpTable> Tables { get; init; }

    /// <summary>Where each sequence goes on.</summary>
    public required IReadOnlyList<BackedUpSequence> Sequences { get; init; }

    /// <summary>The files of the dump.</summary>
    public required IReadOnlyList<BackedUpFile> Files { get; init; }
}
