using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Embedded;

/// <summary>Registers what runs the model on servers of this machine.</summary>
internal static class EmbeddedRuntimeServices
{
    internal static IServiceCollection AddEmbeddedRuntime(this IServiceCollection services) => services
        .AddSingleton(provider => EmbeddedOptions.Of(provider.GetRequiredService<DistributedApplicationOptions>()))
        .AddSingleton<Ports>()
        .AddSingleton<RunContext>()
        .AddSingleton<EndpointAllocation>()
        .AddSingleton<RunnerFactory>()
        .AddSingleton<PackageInstaller>()
        .AddSingleton<ConsoleReport>()
        .AddDashboard()
        .AddHostedService<EmbeddedRuntime>()
        .AddLogging(logging => logging
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)

            // Run says why the start failed, in words that are meant for the user.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical));
}
