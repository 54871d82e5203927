using Capsule.Auth.Credentials.Passwords;
using Capsule.Workers;

namespace Capsule.Auth.Administration.Seed;

internal static class SeedExtensions
{
    /// <summary>Adds the administrator of Development; elsewhere <c>create-admin</c> creates the first administrator.</summary>
    public static IServiceCollection AddSeed(this IServiceCollection services, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            services
                .AddOptions<SeedOptions>()
                .BindConfiguration(SeedOptions.Section)
                .Validate(
                    seed => seed.AdminPassword.Length is 0 or (>= PasswordOptions.MinLength and <= PasswordOptions.MaxLength),
                    $"Auth:Seed:AdminPassword must have {PasswordOptions.MinLength} to {PasswordOptions.MaxLength} characters."
                )
                .ValidateOnStart();
            services.AddRecurringWork<AdminSeed>();
        }

        return services;
    }
}
