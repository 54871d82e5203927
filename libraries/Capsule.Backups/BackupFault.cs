namespace Capsule.Backups;

/// <summary>The kinds of failures of taking, verifying or restoring a backup.</summary>
public enum BackupFault
{
    /// <summary>pg_dump, pg_restore or the server failed, or a privilege is missing. Nothing was changed.</summary>
    Failed,

    /// <summary>The backup is damaged, belongs to another service, or its restored content differs from the manifest.</summary>
    Refused,

    /// <summary>The live database holds schemas of others, whose rows would be put back too, and the caller did not name them.</summary>
    NotConfirmed,

    /// <summary>A required program is missing, or a folder is not writable.</summary>
    Configuration,
}
