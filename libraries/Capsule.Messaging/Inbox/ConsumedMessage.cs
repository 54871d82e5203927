namespace Capsule.Messaging;

/// <summary>What came with the event that a consumer handles, for the consumer to inject; empty in every other scope.</summary>
public sealed class ConsumedMessage
{
    internal ConsumedMessage() { }

    /// <summary>The tenant that the event is about; null when it is about none in particular.</summary>
    public string? Tenant { get; internal set; }
}
