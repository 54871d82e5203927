using Capsule.Auth.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Credentials.Passwords;

internal static class PasswordExtensions
{
    public static IServiceCollection AddPasswords(this IServiceCollection services)
    {
        services
            .AddOptions<PasswordOptions>()
            .BindConfiguration(PasswordOptions.Section)
            .Validate<IHostEnvironment>(
                (passwords, environment) => passwords.Iterations >= (environment.IsDevelopment() ? 1 : PasswordOptions.MinIterations),
                $"Auth:Passwords:Iterations must be at least {PasswordOptions.MinIterations}."
            )
            .Validate(
                passwords => passwords.Concurrency >= 0,
                "Auth:Passwords:Concurrency must not be negative; 0 is as many as there are cores."
            )
            .Validate(passwords => passwords.QueueLength >= 0, "Auth:Passwords:QueueLength must not be negative.")
            .ValidateOnStart();
        services
            .AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<PasswordOptions>>((hasher, passwords) => hasher.IterationCount = passwords.Value.Iterations);
        return services
            .AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>()
            .AddSingleton<UnknownUser>()
            .AddSingleton<HashingTurns>()
            .AddScoped<PasswordHashing>();
    }
}
