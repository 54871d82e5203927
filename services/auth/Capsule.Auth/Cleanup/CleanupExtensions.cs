using Capsule.Workers;

namespace Capsule.Auth.Cleanup;

internal static class CleanupExtensions
{
    public static IServiceCollection AddCleanup(this IServiceCollection services)
    {
        services.AddOptions<CleanupOptions>().BindConfiguration(CleanupOptions.Section)
            .Validate(cleanup => cleanup.Interval > TimeSpan.Zero, "Auth:Cleanup:Interval must be more than zero.")
            .ValidateOnStart();
        return services.AddRecurringWork<CleanupService>();
    }
}
