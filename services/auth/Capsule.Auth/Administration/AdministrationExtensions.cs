using Capsule.Auth.Administration;
using Capsule.Auth.Administration.Seed;

namespace Capsule.Auth;

/// <summary>Registers the area Administration: the accounts of all users, for operators.</summary>
internal static class AdministrationExtensions
{
    public static IServiceCollection AddAdministration(this IServiceCollection services, IHostEnvironment environment) =>
        services
            .AddScoped<FoundUserTable>()
            .AddScoped<UserSearch>()
            .AddScoped<SetActive>()
            .AddScoped<SetRoles>()
            .AddScoped<ResetTwoFactor>()
            .AddScoped<Impersonate>()
            .AddSeed(environment);

    public static void MapAdministration(this IEndpointRouteBuilder app)
    {
        app.MapUserAdministration();
        app.MapUserAccess();
    }
}
