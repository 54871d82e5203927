namespace Capsule.Backups;

/// <summary>Whether a backup can be restored according to its manifest.</summary>
public enum BackupState
{
    /// <summary>The backup was finished, and its manifest and the sizes of its files are unchanged.</summary>
    Complete,

    /// <summary>The backup is being taken, or the process that took it was killed.</summary>
    Incomplete,

    /// <summary>
    /// The manifest was altered, cannot be read, or belongs to another service; or files are missing or have another size.
    /// </summary>
    Damaged,

    /// <summary>The backup's last restore or verification found damage.</summary>
    Failed,
}
