namespace Capsule.Contracts.Catalogue;

/// <summary>An event, who publishes it, and who must miss none, even before they have run for the first time.</summary>
/// <param name="Event">The event's record.</param>
/// <param name="Publishers">The names of the services that publish it.</param>
/// <param name="Subscribers">The names of the services that consume it.</param>
public sealed record EventSubscription(Type Event, IReadOnlyList<string> Publishers, IReadOnlyList<string> Subscribers)
{
    /// <summary>The names of the services that consume it in Development, where these are others.</summary>
    public IReadOnlyList<string>? DevelopmentSubscribers { get; init; }

    /// <summary>The names of the services that consume it.</summary>
    /// <param name="isDevelopment">Whether the environment is Development.</param>
    public IReadOnlyList<string> SubscribersIn(bool isDevelopment) => isDevelopment ? DevelopmentSubscribers ?? Subscribers : Subscribers;
}
