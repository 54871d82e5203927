namespace Capsule.Messaging;

/// <summary>The part of a message's envelope that can be read without knowing its event.</summary>
/// <param name="MessageId">The message's identifier; null when the envelope has none.</param>
/// <param name="Types">The event's types as the envelope names them; empty when it names none.</param>
internal sealed record EnvelopeHead(Guid? MessageId, IReadOnlyList<string> Types)
{
    public static readonly EnvelopeHead None = new(null, []);
}
