namespace Capsule.Messaging;

/// <summary>The message for whose consumer a scope was made; of other scopes, none.</summary>
internal sealed class ConsumedMessage
{
    public string? Tenant { get; set; }
}
