using Services = Capsule.Contracts.Catalogue.ServiceCatalogue;

namespace Capsule.Contracts.Catalogue;

/// <summary>
/// Which services publish and consume which event. Publishers create the queues of their subscribers, and the broker's permissions follow
/// from it; a test compares it with the consumers that services register.
/// </summary>
public static class EventCatalogue
{
    /// <summary>Every event.</summary>
    public static IReadOnlyList<EventSubscription> All { get; } =
    [
        new(typeof(UserRegistered), [Services.Auth.Name], [Services.Billing.Name, Services.Monitor.Name]),
        new(typeof(AccountStateChanged), [Services.Auth.Name], [Services.Billing.Name, Services.Deploy.Name, Services.Monitor.Name]),
        // Nothing sends e-mails in Development: auth keeps them and shows them at /api/dev/mailbox.
        new(typeof(EmailRequested), [Services.Auth.Name], [Services.EmailSender]) { DevelopmentSubscribers = [Services.Auth.Name] },
        new(typeof(SubscriptionActivated), [Services.Billing.Name], [Services.Deploy.Name, Services.Monitor.Name]),
        new(typeof(DeploymentRequested), [Services.Deploy.Name], [Services.Monitor.Name]),
        // Bundles write them to the outbox of their service.
        new(typeof(MigrationApplied), Services.Names, [Services.Monitor.Name]),
        new(typeof(MigrationFailed), Services.Names, [Services.Monitor.Name]),
    ];
}
