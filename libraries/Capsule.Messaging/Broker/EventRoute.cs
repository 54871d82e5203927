namespace Capsule.Messaging;

/// <summary>The publisher of an event and its subscribers.</summary>
/// <param name="Event">The event's name, such as <c>user-registered</c>.</param>
/// <param name="Publisher">The service that publishes it.</param>
/// <param name="Subscribers">The services that have a queue for it.</param>
public sealed record EventRoute(string Event, string Publisher, IReadOnlyList<string> Subscribers);
