namespace Capsule.Migrations;

/// <summary>Where a migration stands.</summary>
public enum MigrationState
{
    /// <summary>The database lacks it.</summary>
    Pending,

    /// <summary>The database has it.</summary>
    Success,

    /// <summary>The database has it, but got it after a later one.</summary>
    OutOfOrder,

    /// <summary>The last attempt failed, or was cut off between two of its steps.</summary>
    Failed,

    /// <summary>The database has it, and the bundle does not although it has later ones.</summary>
    Missing,

    /// <summary>The database has it, and the bundle does not know it yet: a newer bundle ran.</summary>
    Future,

    /// <summary>The database has it as it was before it was edited.</summary>
    Outdated,

    /// <summary>It was taken back.</summary>
    Undone,

    /// <summary>The schema was adopted as being at this version.</summary>
    Baseline,

    /// <summary>The schema was adopted as being at a later version.</summary>
    BelowBaseline,

    /// <summary>The database lacks it, and the target is an earlier one.</summary>
    AboveTarget,

    /// <summary>The database had it, the bundle has not, and repair struck it off.</summary>
    Deleted,

    /// <summary>The database has it under another name.</summary>
    Renamed,

    /// <summary>Its undo committed some steps and then failed, or was cut off.</summary>
    HalfUndone,
}
