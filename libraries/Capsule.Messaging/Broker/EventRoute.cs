namespace Capsule.Messaging;

/// <summary>Who hears of an event of whom.</summary>
/// <param name="Event">The event's name, such as <c>user-registered</c>.</param>
/// <param name="Publisher">The service that publishes it.</param>
/// <param name="Subscribers">The services that have a queue for it.</param>
public sealed record EventRoute(string Event, string Publisher, IReadOnlyList<string> Subscribers);
