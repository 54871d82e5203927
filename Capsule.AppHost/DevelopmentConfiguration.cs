using Capsule.Contracts.Catalogue;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

/// <summary>The development configuration that needs no file.</summary>
internal static class DevelopmentConfiguration
{
    /// <summary>Sets development defaults for the parameters of every service; any other configuration source overrides them.</summary>
    public static void AddDevelopmentParameters(this IDistributedApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        var parameters = ServiceCatalogue
            .All.SelectMany(DevelopmentParameters.Of)
            .ToDictionary(pair => $"Parameters:{pair.Key}", pair => (string?)pair.Value);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = parameters });
    }
}
