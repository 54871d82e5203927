using Capsule.Auth.SignIn.Attempts;
using Capsule.Auth.SignIn.Logins;
using Capsule.Auth.SignIn.Providers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.External;

internal static class ExternalSignInExtensions
{
    private const long MaxDocumentSize = 1024 * 1024;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddExternalSignIn(this IServiceCollection services)
    {
        services.AddOptions<ExternalSignInOptions>().BindConfiguration(ExternalSignInOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExternalSignInOptions>, ExternalSignInOptionsValidation>());
        services
            .AddHttpClient(
                ProviderClient.Name,
                static client =>
                {
                    client.MaxResponseContentBufferSize = MaxDocumentSize;
                    client.Timeout = AnswerTimeout;
                    client.DefaultRequestHeaders.UserAgent.ParseAdd("Capsule"); // GitHub refuses requests without a user agent.
                }
            )
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return services
            .AddSingleton<ProviderClient>()
            .AddSingleton<ExternalProviders>()
            .AddSingleton<AllowedRedirects>()
            .AddSingleton<AttemptCookie>()
            .AddSingleton<Callback>()
            .AddScoped<BeginAttempt>()
            .AddScoped<FinishAttempt>()
            .AddScoped<LostAttempt>()
            .AddScoped<SignInExternally>()
            .AddScoped<SignUpExternally>()
            .AddScoped<ClaimUnprovedAccount>()
            .AddScoped<LinkLogin>()
            .AddScoped<UnlinkLogin>();
    }
}
