using Capsule.Auth.Cleanup;
using Capsule.Auth.Credentials.Lockouts;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Credentials.TwoFactor;

namespace Capsule.Auth;

/// <summary>Registers the area Credentials: passwords, second factors, logins at providers, and their lockouts.</summary>
internal static class CredentialExtensions
{
    public static IServiceCollection AddCredentials(this IServiceCollection services) =>
        services
            .AddPasswords()
            .AddSingleton<KnownDevice>()
            .AddSingleton<PasswordTurns>()
            .AddScoped<PasswordFailureTable>()
            .AddScoped<CodeFailureTable>()
            .AddScoped<Lockout>()
            .AddScoped<ICleanup, OldPasswordFailures>()
            .AddScoped<SecondFactorTable>()
            .AddScoped<SecondFactor>()
            .AddScoped<AttemptTable>()
            .AddScoped<OpenedAttempt>()
            .AddScoped<ICleanup, ExpiredAttempts>()
            .AddScoped<CurrentPassword>()
            .AddScoped<PasswordlessProof>();
}
