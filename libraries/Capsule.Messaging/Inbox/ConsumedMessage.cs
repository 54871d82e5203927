namespace Capsule.Messaging;

/// <summary>The metadata of the message that a consumer handles, for injection into the consumer; empty in every other scope.</summary>
public sealed class ConsumedMessage
{
    internal ConsumedMessage() { }

    /// <summary>The tenant of the event; null when the event has none.</summary>
    public string? Tenant { get; internal set; }
}
