namespace Capsule.Messaging;

/// <summary>An event that the broker refused, and how long it is put off.</summary>
internal sealed record RefusedEvent(Guid Id, string Error, TimeSpan Wait);
