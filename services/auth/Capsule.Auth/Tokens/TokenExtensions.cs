using Capsule.Auth.Keys;
using Capsule.Auth.Tokens;
using Microsoft.Extensions.Options;

namespace Capsule.Auth;

/// <summary>Registers the area Tokens: the content and the signature of access tokens.</summary>
internal static class TokenExtensions
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services
            .AddOptions<AccessTokenOptions>()
            .BindConfiguration(AccessTokenOptions.Section)
            .Validate(tokens => tokens.Lifetime >= TimeSpan.FromSeconds(1), "Auth:Tokens:Lifetime must be at least a second.")
            .ValidateOnStart();
        return services
            .AddSingleton(static provider => new SignedTokens(provider.GetRequiredService<IOptions<AccessTokenOptions>>().Value.Lifetime))
            .AddSingleton<TokenSigner>()
            .AddSingleton<AccessTokenWriter>()
            .AddSingleton<TokenResponses>();
    }
}
