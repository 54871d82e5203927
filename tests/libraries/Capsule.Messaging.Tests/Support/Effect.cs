using Capsule.Data;

namespace Capsule.Messaging.Tests.Support;

/// <summary>What a consumer did; nothing but the inbox keeps it from being done twice.</summary>
internal sealed class Effect : Entity
{
    public Guid OrderId { get; init; }

    public int Number { get; init; }

    /// <summary>The order in which effects were written.</summary>
    public long Sequence { get; private set; }

    public string? TraceId { get; init; }
}
