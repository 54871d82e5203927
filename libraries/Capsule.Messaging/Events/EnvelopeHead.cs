namespace Capsule.Messaging;

/// <summary>What can be read of a message's envelope without knowing its event.</summary>
/// <param name="MessageId">Null where there is none.</param>
/// <param name="Types">The event's types as the envelope names them; none where it names none.</param>
internal sealed record EnvelopeHead(Guid? MessageId, IReadOnlyList<string> Types)
{
    public static readonly EnvelopeHead None = new(null, []);
}
