namespace Capsule.Backups;

/// <summary>The content of a backup in the snapshot of the dump.</summary>
public sealed record BackupManifest
{
    /// <summary>The current format of manifests.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The manifest's format.</summary>
    public required int Format { get; init; }

    /// <summary>The service that the backup belongs to.</summary>
    public required string Service { get; init; }

    /// <summary>The database that the backup was taken from.</summary>
    public required string Database { get; init; }

    /// <summary>The service's schema.</summary>
    public required string Schema { get; init; }

    /// <summary>When the snapshot was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The duration of the backup in milliseconds.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>The server's version, such as <c>15.14</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>The major version of the pg_dump that wrote the dump; pg_restore must not be older.</summary>
    public required int DumpVersion { get; init; }

    /// <summary>The database's size on the server, in bytes.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>The dump's size, in bytes.</summary>
    public required long DumpBytes { get; init; }

    /// <summary>The applied migrations, oldest first.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>The newest applied migration; null when there is none.</summary>
    public string? SchemaVersion => Migrations.Count > 0 ? Migrations[^1] : null;

    /// <summary>The properties of the database itself, which are not in the dump.</summary>
    public required DatabaseProperties Properties { get; init; }

    /// <summary>The database's extensions.</summary>
    public required IReadOnlyList<BackedUpExtension> Extensions { get; init; }

    /// <summary>The roles that own objects or have privileges; they must exist on the server before a restore.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>
    /// The tables, with the partitions of a partitioned table instead of the table itself, and large objects as
    /// <c>pg_catalog.pg_largeobject</c>.
    /// </summary>
    public required IReadOnlyList<BackedUpTable> Tables { get; init; }

    /// <summary>The sequences.</summary>
    public required IReadOnlyList<BackedUpSequence> Sequences { get; init; }

    /// <summary>The dump's files.</summary>
    public required IReadOnlyList<BackedUpFile> Files { get; init; }
}
