namespace Capsule.Migrations;

/// <summary>How a bundle's process ends; those from 64 on are those of sysexits.h.</summary>
public enum BundleExitCode
{
    /// <summary>Everything asked for is done; nothing to do counts as done.</summary>
    Success = 0,

    /// <summary>A migration failed; its transaction was rolled back, those before it stay.</summary>
    MigrationFailed = 1,

    /// <summary>Validate or lint found something.</summary>
    Findings = 2,

    /// <summary>The database differs from what its migrations make.</summary>
    Drift = 3,

    /// <summary>The database could not be reached before the deadline, or it refused the owner.</summary>
    DatabaseUnavailable = 4,

    /// <summary>Another migrator held the lock until the deadline.</summary>
    LockTimeout = 5,

    /// <summary>The API's role cannot be made, or it may do more than a service may.</summary>
    RoleRefused = 6,

    /// <summary>The command destroys data and was not confirmed.</summary>
    NotConfirmed = 7,

    /// <summary>A backup is damaged, is another service's, or does not restore to what it was taken from.</summary>
    BackupRefused = 8,

    /// <summary>A backup could not be taken or restored; the live database is as it was.</summary>
    BackupFailed = 9,

    /// <summary>The command line is not understood.</summary>
    Usage = 64,

    /// <summary>A setting is missing or malformed, or a program that is needed is not there.</summary>
    Configuration = 78,

    /// <summary>The process was told to stop; what was not finished was rolled back.</summary>
    Cancelled = 130,
}
