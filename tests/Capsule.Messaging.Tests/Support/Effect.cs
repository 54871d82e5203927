using Capsule.Data;

namespace Capsule.Messaging.Tests.Support;

/// <summary>What a consumer did; nothing but the inbox keeps it from being done twice.</summary>
internal sealed class Effect : Entity
{
    public Guid OrderId { get; init; }

    public int Number { get; init; }

    public string? TraceId { get; init; }
}
