namespace Capsule.Auth.Tokens;

/// <summary>Registers what writes access tokens.</summary>
internal static class TokenExtensions
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddOptions<AccessTokenOptions>().BindConfiguration(AccessTokenOptions.Section)
            .Validate(tokens => tokens.Lifetime >= TimeSpan.FromSeconds(1), "Auth:Tokens:Lifetime must be at least a second.")
            .ValidateOnStart();
        return services.AddSingleton<TokenSigner>().AddSingleton<AccessTokenWriter>().AddSingleton<TokenResponses>();
    }
}
