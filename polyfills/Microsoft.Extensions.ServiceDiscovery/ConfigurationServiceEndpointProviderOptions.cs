namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Where endpoints stand in configuration.</summary>
public sealed class ConfigurationServiceEndpointProviderOptions
{
    /// <summary>The configuration section that holds one section per service.</summary>
    public string SectionName { get; set; } = "Services";
}
