namespace Capsule.Contracts.Catalogue;

/// <summary>The development values of the AppHost's parameters. Other environments have no defaults.</summary>
public static class DevelopmentParameters
{
    /// <summary>Returns a service's role names and passwords, keyed by parameter name.</summary>
    public static IReadOnlyDictionary<string, string> Of(PlatformService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{service.Name}-owner"] = service.OwnerRole,
            [$"{service.Name}-owner-password"] = $"{service.OwnerRole}_pass",
            [$"{service.Name}-user"] = service.ApiRole,
            [$"{service.Name}-user-password"] = $"{service.Schema}_pass",
            [$"{service.Name}-messaging-password"] = $"{service.Schema}_messaging_pass",
        };
    }
}
