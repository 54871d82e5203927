namespace Capsule.Data;

/// <summary>An entity with creation and update times, which the database maintains.</summary>
public interface IAudited
{
    /// <summary>When the row was inserted (UTC).</summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>When the row was last changed (UTC); maintained by a trigger.</summary>
    DateTimeOffset UpdatedAt { get; }
}
