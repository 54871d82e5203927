namespace Capsule.Migrations;

/// <summary>How a migration compares with its line in the lock file.</summary>
internal enum ChecksumState
{
    /// <summary>It does what the lock file says.</summary>
    Same,

    /// <summary>Another version of EF Core or Npgsql builds other operations from the same source.</summary>
    Rebuilt,

    /// <summary>It was edited since the lock file was written.</summary>
    Edited,

    /// <summary>It is not in the lock file.</summary>
    Unlocked,
}
