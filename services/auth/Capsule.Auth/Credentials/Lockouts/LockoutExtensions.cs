using Capsule.Auth.Cleanup;

namespace Capsule.Auth.Credentials.Lockouts;

internal static class LockoutExtensions
{
    public static IServiceCollection AddLockouts(this IServiceCollection services) => services
        .AddSingleton<KnownDevice>().AddSingleton<PasswordTurns>().AddScoped<PasswordFailureTable>().AddScoped<CodeFailureTable>().AddScoped<Lockout>()
        .AddScoped<ICleanup, OldPasswordFailures>();
}
