using Capsule.Auth.Audit;
using Capsule.Workers;

namespace Capsule.Auth;

/// <summary>Registers the area Audit: the log of events that matter for security.</summary>
internal static class AuditExtensions
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services
            .AddOptions<AuditOptions>()
            .BindConfiguration(AuditOptions.Section)
            .Validate(audit => audit.ChainInterval > TimeSpan.Zero, "Auth:Audit:ChainInterval must be more than zero.")
            .ValidateOnStart();
        services.AddHttpContextAccessor();
        services.AddRecurringWork<AuditChainer>();
        return services.AddSingleton<AuditedAddress>().AddScoped<AuditTable>().AddScoped<AuditLog>();
    }

    public static void MapAudit(this IEndpointRouteBuilder app) => AuditEndpoints.Map(app);
}
