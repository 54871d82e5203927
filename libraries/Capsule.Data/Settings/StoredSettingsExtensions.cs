using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Capsule.Data;

/// <summary>Applies the settings that operators store in <c>service_settings</c>.</summary>
internal static class StoredSettingsExtensions
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    /// <summary>Adds the context's run-time settings, which override all other configuration.</summary>
    public static void AddStoredSettings<TContext>(this IHostApplicationBuilder builder)
        where TContext : ServiceDbContext
    {
        var stored = new StoredSettings();
        builder.Configuration.Add(stored);
        builder
            .Services.AddOptions<StoredSettingsOptions>()
            .BindConfiguration(StoredSettingsOptions.Section)
            .Validate(
                options => options.RefreshInterval > TimeSpan.Zero && options.RefreshInterval <= MaxInterval,
                $"{StoredSettingsOptions.Section}:RefreshInterval must be greater than zero and at most {MaxInterval}."
            )
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<StoredSettingsRefresh<TContext>>(services, stored));
    }
}
