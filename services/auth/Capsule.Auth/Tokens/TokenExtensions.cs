using Capsule.Auth.Keys;
using Capsule.Auth.Tokens;
using Microsoft.Extensions.Options;

namespace Capsule.Auth;

/// <summary>Registers the area Tokens: what writes access tokens.</summary>
internal static class TokenExtensions
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddOptions<AccessTokenOptions>().BindConfiguration(AccessTokenOptions.Section)
            .Validate(tokens => tokens.Lifetime >= TimeSpan.FromSeconds(1), "Auth:Tokens:Lifetime must be at least a second.")
            .ValidateOnStart();

        // A key must stay published until the last token that it signed has expired.
        services.AddOptions<SigningKeyOptions>()
            .Configure<IOptions<AccessTokenOptions>>(static (keys, tokens) => keys.TokenLifetime = tokens.Value.Lifetime);
        return services.AddSingleton<TokenSigner>().AddSingleton<AccessTokenWriter>().AddSingleton<TokenResponses>();
    }
}
