namespace Capsule.Messaging;

/// <summary>The events whose content is removed after delivery.</summary>
internal sealed class ForgottenEvents(IReadOnlySet<string> types)
{
    public bool Contains(EventName name) => types.Contains(name.Type);
}
