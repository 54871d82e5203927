using Capsule.Auth.ApiKeys;
using Capsule.Workers;

namespace Capsule.Auth;

/// <summary>Registers the area ApiKeys: keys with which programs call in the name of an account.</summary>
internal static class ApiKeyExtensions
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services
            .AddOptions<ApiKeyOptions>()
            .BindConfiguration(ApiKeyOptions.Section)
            .Validate(keys => keys.MaxPerUser > 0, "Auth:ApiKeys:MaxPerUser must be more than zero.")
            .ValidateOnStart();
        services.AddRecurringWork<ApiKeyUses>();
        return services.AddScoped<CreateApiKey>().AddScoped<ListApiKeys>().AddScoped<RevokeApiKey>().AddScoped<ApiKeyTable>();
    }

    public static void MapApiKeys(this IEndpointRouteBuilder app) => ApiKeyEndpoints.Map(app);
}
