namespace Capsule.Messaging;

/// <summary>An event that must be sent again.</summary>
/// <param name="Id">Its message id.</param>
/// <param name="Error">The reason why the broker refused it; null when the broker has it but could still lose it.</param>
/// <param name="Wait">The wait before the next attempt.</param>
internal sealed record DeferredEvent(Guid Id, string? Error, TimeSpan Wait);
