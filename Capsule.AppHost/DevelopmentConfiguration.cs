using Capsule.Contracts.Catalogue;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

/// <summary>Configuration that Development has without a file.</summary>
internal static class DevelopmentConfiguration
{
    /// <summary>Gives the parameters of every service their development defaults, below all other configuration.</summary>
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
