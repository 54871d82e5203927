using Services = Capsule.Contracts.Catalogue.ServiceCatalogue;

namespace Capsule.Contracts.Catalogue;

/// <summary>
/// Which service publishes and which services consume each event. Publishers declare the queues of their subscribers, and the broker's
/// permissions are derived from this list. A test compares the list with the consumers that services register.
/// </summary>
public static class EventCatalogue
{
    /// <summary>All events.</summary>
    public static IReadOnlyList<EventSubscription> All { get; } =
    [
        new(typeof(UserRegistered), [Services.Auth.Name], [Services.Billing.Name, Services.Monitor.Name]),
        new(typeof(AccountStateChanged), [Services.Auth.Name], [Services.Billing.Name, Services.Deploy.Name, Services.Monitor.Name]),
        // No service sends e-mails in Development: auth stores them and shows them at /api/dev/mailbox.
        new(typeof(EmailRequested), [Services.Auth.Name], [Services.EmailSender]) { DevelopmentSubscribers = [Services.Auth.Name] },
        new(typeof(SubscriptionActivated), [Services.Billing.Name], [Services.Deploy.Name, Services.Monitor.Name]),
        new(typeof(DeploymentRequested), [Services.Deploy.Name], [Services.Monitor.Name]),
        // A migrations bundle writes this event to its service's outbox.
        new(typeof(MigrationApplied), Services.Names, [Services.Monitor.Name]),
        new(typeof(MigrationFailed), Services.Names, [Services.Monitor.Name]),
    ];
}
