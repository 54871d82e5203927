namespace Capsule.Migrations;

/// <summary>How a bundle's process ends.</summary>
public enum BundleExitCode
{
    /// <summary>Everything asked for is done; nothing to do counts as done.</summary>
    Success = 0,

    /// <summary>A migration failed; its transaction was rolled back, those before it stay.</summary>
    MigrationFailed = 1,

    /// <summary>The command line is not understood.</summary>
    Usage = 2,

    /// <summary>A setting is missing or malformed.</summary>
    Configuration = 3,

    /// <summary>The database could not be reached before the deadline, or it refused the owner.</summary>
    DatabaseUnavailable = 4,

    /// <summary>Another migrator held the lock until the deadline.</summary>
    LockTimeout = 5,

    /// <summary>The API's role cannot be made, or it may do more than a service may.</summary>
    RoleRefused = 6,

    /// <summary>The process was told to stop; what was not finished was rolled back.</summary>
    Cancelled = 130,
}
