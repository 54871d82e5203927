namespace Capsule.Data;

/// <summary>A row that knows when it was made and last changed; the database keeps both.</summary>
public interface IAudited
{
    /// <summary>When the row was inserted (UTC).</summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>When the row was last changed (UTC); a trigger keeps it.</summary>
    DateTimeOffset UpdatedAt { get; }
}
