using Capsule.Auth.Keys;
using Capsule.Security;
using Capsule.Workers;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Capsule.Auth;

/// <summary>Registers the area Keys: the keys that sign tokens.</summary>
internal static class KeyExtensions
{
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services
            .AddOptions<SigningKeyOptions>()
            .BindConfiguration(SigningKeyOptions.Section)
            .Validate(keys => keys.CheckInterval > TimeSpan.Zero, "Auth:SigningKeys:CheckInterval must be more than zero.")
            .Validate(keys => keys.PublishAhead > TimeSpan.Zero, "Auth:SigningKeys:PublishAhead must be more than zero.")
            .Validate(
                keys => keys.RotationInterval > keys.PublishAhead,
                "Auth:SigningKeys:RotationInterval must be longer than Auth:SigningKeys:PublishAhead."
            )
            .ValidateOnStart();
        services.AddSingleton<GenerateKey>(KeyPair.Generate);
        services.AddScoped<SigningKeyTable>();
        services.AddRecurringWork<KeyRing>();
        services.AddSingleton<OwnKeys>();
        services.Configure<ServiceAuthenticationOptions>(static authentication => authentication.UseOwnKeys());
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<OwnKeys>((bearer, keys) => bearer.ConfigurationManager = keys);
        return services;
    }
}
