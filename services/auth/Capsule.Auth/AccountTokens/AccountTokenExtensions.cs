using Capsule.Auth.Cleanup;

namespace Capsule.Auth.AccountTokens;

internal static class AccountTokenExtensions
{
    public static IServiceCollection AddAccountTokens(this IServiceCollection services) =>
        services.AddScoped<AccountTokenTable>().AddScoped<ICleanup, ExpiredTokens>();
}
