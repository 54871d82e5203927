using Capsule.Auth.Users;
using Capsule.Auth.Users.Preferences;

namespace Capsule.Auth;

/// <summary>Registers the area Users: users, their roles and their preferences.</summary>
internal static class UserExtensions
{
    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services
            .AddScoped<UserTable>()
            .AddScoped<UserLock>()
            .AddScoped<AccountChanges>()
            .AddScoped<PreferencesTable>()
            .AddScoped<ChangePreferences>();

    public static void MapUsers(this IEndpointRouteBuilder app) => app.MapPreferences();
}
