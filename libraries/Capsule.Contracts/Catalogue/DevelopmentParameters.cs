namespace Capsule.Contracts.Catalogue;

/// <summary>What the AppHost's parameters of a service are in Development; other environments have no defaults.</summary>
public static class DevelopmentParameters
{
    /// <summary>Returns the roles and passwords of a service by the names of their parameters.</summary>
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
