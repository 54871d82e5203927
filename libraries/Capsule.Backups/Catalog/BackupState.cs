namespace Capsule.Backups;

/// <summary>Whether a backup can be restored, as far as its manifest tells.</summary>
public enum BackupState
{
    /// <summary>It was finished, and its manifest is the one that was written then.</summary>
    Complete,

    /// <summary>It is being taken, or whoever took it was killed.</summary>
    Incomplete,

    /// <summary>Its manifest was altered, cannot be read, or is another service's.</summary>
    Damaged,
}
