using Capsule.Auth.Cleanup;
using Capsule.Workers;

namespace Capsule.Auth;

/// <summary>Registers the area Cleanup: the deletion of old rows. Every area adds its own <see cref="ICleanup"/>.</summary>
internal static class CleanupExtensions
{
    public static IServiceCollection AddCleanup(this IServiceCollection services)
    {
        services
            .AddOptions<CleanupOptions>()
            .BindConfiguration(CleanupOptions.Section)
            .Validate(cleanup => cleanup.Interval > TimeSpan.Zero, "Auth:Cleanup:Interval must be more than zero.")
            .ValidateOnStart();
        return services.AddRecurringWork<CleanupService>();
    }
}
