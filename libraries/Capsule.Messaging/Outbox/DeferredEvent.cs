namespace Capsule.Messaging;

/// <summary>An event that must be sent again.</summary>
/// <param name="Id">Its message id.</param>
/// <param name="Error">Why the broker refused it; null when it has it, but may yet forget it.</param>
/// <param name="Wait">How long it is put off.</param>
internal sealed record DeferredEvent(Guid Id, string? Error, TimeSpan Wait);
