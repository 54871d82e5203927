namespace Capsule.Migrations;

/// <summary>The event that a row of <c>schema_history</c> records.</summary>
internal enum HistoryEntryType
{
    /// <summary>A migration was applied, or failed.</summary>
    Migration,

    /// <summary>An existing schema was adopted as being at this version.</summary>
    Baseline,

    /// <summary>A migration was taken back.</summary>
    Undo,

    /// <summary>A migration that the bundle no longer has was struck off.</summary>
    Delete,
}
