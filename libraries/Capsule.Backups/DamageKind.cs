namespace Capsule.Backups;

/// <summary>The kinds of damage to a backup.</summary>
public enum DamageKind
{
    /// <summary>The backup has no manifest, so it was never finished.</summary>
    Incomplete,

    /// <summary>The manifest was altered or cannot be read.</summary>
    ManifestAltered,

    /// <summary>The manifest has the format of a newer version of Capsule.</summary>
    UnknownFormat,

    /// <summary>The backup belongs to another service.</summary>
    Foreign,

    /// <summary>A file of the manifest is missing.</summary>
    FileMissing,

    /// <summary>A file is shorter than the manifest says.</summary>
    FileTruncated,

    /// <summary>A file's content differs from the manifest.</summary>
    FileAltered,

    /// <summary>A file is not in the manifest.</summary>
    FileUnexpected,

    /// <summary>pg_restore cannot restore the backup.</summary>
    DoesNotRestore,

    /// <summary>A table is missing after the restore, or is not in the manifest.</summary>
    TableDiffers,

    /// <summary>A table's number of rows differs from the manifest.</summary>
    RowsDiffer,

    /// <summary>A table has the number of rows in the manifest, but different rows.</summary>
    ContentDiffers,

    /// <summary>A sequence's next value differs from the manifest.</summary>
    SequenceDiffers,

    /// <summary>The caller's validation of the restored database failed.</summary>
    Invalid,
}
