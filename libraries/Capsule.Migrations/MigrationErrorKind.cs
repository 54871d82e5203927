namespace Capsule.Migrations;

/// <summary>Why a run of the engine cannot go on.</summary>
public enum MigrationErrorKind
{
    /// <summary>A migration failed. Its transaction was rolled back; the migrations before it stay applied.</summary>
    MigrationFailed,

    /// <summary>
    /// The request does not fit the history of the database: an edited, late or unknown migration, or an existing history.
    /// </summary>
    HistoryConflict,

    /// <summary>A migration has no way back.</summary>
    Irreversible,

    /// <summary>The bundle has no migration of the given name, or several.</summary>
    UnknownMigration,

    /// <summary>The server did not accept a connection before the deadline, or refused the owner.</summary>
    DatabaseUnavailable,

    /// <summary>Another migrator held the lock until the deadline.</summary>
    LockTimeout,

    /// <summary>The API's role cannot be created, or has rights that a service must not have.</summary>
    RoleRefused,

    /// <summary>The lock file is malformed, or the owner lacks a right that the operation needs.</summary>
    Configuration,
}
