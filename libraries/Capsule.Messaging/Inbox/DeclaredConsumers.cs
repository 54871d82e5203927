using Capsule.Contracts.Catalogue;

namespace Capsule.Messaging;

/// <summary>
/// Compares a service's consumers with the catalogue. An undeclared consumer would miss events that are published before its queue exists,
/// and a queue without a consumer would fill up.
/// </summary>
internal static class DeclaredConsumers
{
    /// <exception cref="InvalidOperationException">
    /// The consumers differ from the catalogue. Services outside the catalogue may have any consumers.
    /// </exception>
    public static void Check(string service, IEnumerable<Type> consumed, bool isDevelopment)
    {
        if (!ServiceCatalogue.Names.Contains(service))
        {
            return;
        }

        var registered = Names(consumed);
        var declared = Names(
            EventCatalogue
                .All.Where(subscription => subscription.SubscribersIn(isDevelopment).Contains(service))
                .Select(subscription => subscription.Event)
        );
        List<string> problems =
        [
            .. registered
                .Except(declared)
                .Select(name => $"{service} has a consumer of {name}, but the catalogue does not list it as a subscriber"),
            .. declared
                .Except(registered)
                .Select(name => $"the catalogue lists {service} as a subscriber of {name}, but it has no such consumer"),
        ];
        if (problems.Count > 0)
        {
            throw new InvalidOperationException($"{string.Join("; ", problems)} ({nameof(EventCatalogue)} in Capsule.Contracts).");
        }
    }

    private static List<string> Names(IEnumerable<Type> events) => [.. events.Select(type => type.FullName!).Order(StringComparer.Ordinal)];
}
