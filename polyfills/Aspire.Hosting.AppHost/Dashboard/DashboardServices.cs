using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Install;
using Aspire.Hosting.Embedded;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Registers the dashboard.</summary>
internal static class DashboardServices
{
    private const string AppHostSuffix = ".AppHost";

    internal static IServiceCollection AddDashboard(this IServiceCollection services) => services.AddSingleton(Create);

    private static DashboardHost Create(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var time = services.GetRequiredService<TimeProvider>();
        return new DashboardHost(
            NameOf(services.GetRequiredService<IHostEnvironment>()),
            DashboardSettings.From(configuration, services.GetRequiredService<EmbeddedOptions>().RandomizePorts, services.GetRequiredService<Ports>()),
            DashboardInstaller.ForUser(configuration["ASPIRE_DASHBOARD_PATH"], time),
            services.GetRequiredService<ResourceNotificationService>(),
            services.GetRequiredService<ResourceLoggerService>(),
            services.GetRequiredService<ResourceCommandService>(),
            time,
            services.GetRequiredService<ILogger<DashboardHost>>());
    }

    private static string NameOf(IHostEnvironment environment) =>
        environment.ApplicationName.EndsWith(AppHostSuffix, StringComparison.OrdinalIgnoreCase)
            ? environment.ApplicationName[..^AppHostSuffix.Length]
            : environment.ApplicationName;
}
