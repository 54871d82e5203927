namespace Capsule.Migrations;

/// <summary>How a migration compares with its line in the lock file.</summary>
internal enum ChecksumState
{
    /// <summary>The migration is unchanged.</summary>
    Same,

    /// <summary>Another version of EF Core or Npgsql builds other operations from the same source.</summary>
    Rebuilt,

    /// <summary>The migration was edited after the lock file was written.</summary>
    Edited,

    /// <summary>The lock file has no line for the migration.</summary>
    Unlocked,
}
