namespace Capsule.Data;

/// <summary>An entity with a UUID as its key.</summary>
public abstract class Entity : IAudited
{
    /// <summary>The identifier, a version 7 UUID: values created one after the other are close together in the index.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
