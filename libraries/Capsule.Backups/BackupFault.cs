namespace Capsule.Backups;

/// <summary>Why a backup could not be taken, checked or restored.</summary>
public enum BackupFault
{
    /// <summary>pg_dump, pg_restore or the server failed, or a right is missing; what was there before is unchanged.</summary>
    Failed,

    /// <summary>The backup is damaged, another service's, or does not restore to what it was taken from.</summary>
    Refused,

    /// <summary>A program that is needed is not there, or a folder cannot be written.</summary>
    Configuration,
}
