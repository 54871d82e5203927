namespace Capsule.Data;

/// <summary>A row with an identifier of its own.</summary>
public abstract class Entity : IAudited
{
    /// <summary>A version 7 UUID: values made one after the other stay close together in the index.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
