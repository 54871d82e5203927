namespace Capsule.Messaging;

/// <summary>The events whose content goes once they are delivered.</summary>
internal sealed class ForgottenEvents(IReadOnlySet<string> types)
{
    public bool Contains(EventName name) => types.Contains(name.Type);
}
