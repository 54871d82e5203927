using Capsule.Auth.Secrets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Capsule.Auth;

/// <summary>Registers the area Secrets: the master key, and the sealing of secrets.</summary>
internal static class SecretExtensions
{
    /// <summary>Adds <see cref="SecretBox"/>.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddOptions<MasterKeyOptions>().BindConfiguration(MasterKeyOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MasterKeyOptions>, MasterKeyOptionsValidation>());
        return services.AddSingleton<SecretBox>();
    }
}
