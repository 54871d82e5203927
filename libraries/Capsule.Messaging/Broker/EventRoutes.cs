using Capsule.Contracts.Catalogue;

namespace Capsule.Messaging;

/// <summary>The catalogue's events, with the names that the broker uses.</summary>
public static class EventRoutes
{
    /// <summary>Returns one route for each event and publisher of <see cref="EventCatalogue"/>.</summary>
    public static IReadOnlyList<EventRoute> Of(bool isDevelopment) =>
        [
            .. EventCatalogue.All.SelectMany(subscription =>
                subscription.Publishers.Select(publisher => new EventRoute(
                    EventName.Of(subscription.Event).Name,
                    publisher,
                    subscription.SubscribersIn(isDevelopment)
                ))
            ),
        ];
}
