using Capsule.Auth.Cleanup;

namespace Capsule.Auth.Accounts.Tokens;

internal static class AccountTokenExtensions
{
    public static IServiceCollection AddAccountTokens(this IServiceCollection services) =>
        services.AddScoped<AccountTokenTable>().AddScoped<ICleanup, ExpiredTokens>();
}
