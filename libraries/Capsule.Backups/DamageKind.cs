namespace Capsule.Backups;

/// <summary>What can be wrong with a backup.</summary>
public enum DamageKind
{
    /// <summary>It has no manifest: it was never finished.</summary>
    Incomplete,

    /// <summary>The manifest is not the one that was written, or cannot be read.</summary>
    ManifestAltered,

    /// <summary>A newer Capsule wrote it.</summary>
    UnknownFormat,

    /// <summary>It is another service's.</summary>
    Foreign,

    /// <summary>A file of the manifest is not there.</summary>
    FileMissing,

    /// <summary>A file is shorter than the manifest says.</summary>
    FileTruncated,

    /// <summary>A file has another content than the manifest says.</summary>
    FileAltered,

    /// <summary>A file is there that the manifest does not know.</summary>
    FileUnexpected,

    /// <summary>pg_restore cannot restore it.</summary>
    DoesNotRestore,

    /// <summary>A table is missing after the restore, or one is there that the manifest does not know.</summary>
    TableDiffers,

    /// <summary>A table has another number of rows than the manifest says.</summary>
    RowsDiffer,

    /// <summary>A table has as many rows as the manifest says, but not the same.</summary>
    ContentDiffers,

    /// <summary>A sequence goes on elsewhere than the manifest says.</summary>
    SequenceDiffers,

    /// <summary>What the caller asked of the restored database does not hold.</summary>
    Invalid,
}
