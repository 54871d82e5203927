namespace Capsule.Contracts.Catalogue;

/// <summary>An event, its publishers, and the subscribers for which events are queued even before they first run.</summary>
/// <param name="Event">The event's record.</param>
/// <param name="Publishers">The names of the services that publish it.</param>
/// <param name="Subscribers">The names of the services that consume it.</param>
public sealed record EventSubscription(Type Event, IReadOnlyList<string> Publishers, IReadOnlyList<string> Subscribers)
{
    /// <summary>The names of the services that consume the event in Development; null when they are the same as elsewhere.</summary>
    public IReadOnlyList<string>? DevelopmentSubscribers { get; init; }

    /// <summary>Returns the names of the services that consume the event.</summary>
    /// <param name="isDevelopment">Whether the environment is Development.</param>
    public IReadOnlyList<string> SubscribersIn(bool isDevelopment) => isDevelopment ? DevelopmentSubscribers ?? Subscribers : Subscribers;
}
