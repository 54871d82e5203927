namespace Capsule.Contracts.Catalogue;

/// <summary>The services of the platform. A new service needs one entry here and its projects under <c>services/</c>.</summary>
public static class ServiceCatalogue
{
    /// <summary>Sign-up, sign-in and users; issues the platform's access tokens.</summary>
    public static PlatformService Auth { get; } = new("auth", ApiPort: 7210, DatabasePort: 7110);

    /// <summary>Customers and plans.</summary>
    public static PlatformService Billing { get; } = new("billing", ApiPort: 7213, DatabasePort: 7113);

    /// <summary>Quotas and deployments.</summary>
    public static PlatformService Deploy { get; } = new("deploy", ApiPort: 7211, DatabasePort: 7111);

    /// <summary>Counts of events, and alerts.</summary>
    public static PlatformService Monitor { get; } = new("monitor", ApiPort: 7212, DatabasePort: 7112) { UsesTimescaleDb = true };

    /// <summary>All services, in the order of their names.</summary>
    public static IReadOnlyList<PlatformService> All { get; } = [Auth, Billing, Deploy, Monitor];

    /// <summary>The names of all services.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(service => service.Name)];

    /// <summary>The future service that will send e-mails. Its queue exists already, so e-mails are kept for it.</summary>
    public const string EmailSender = "notify";
}
