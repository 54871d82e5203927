using Capsule.Auth.Clients;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tokens.Grants;
using Capsule.ServiceDefaults;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Tokens;

/// <summary><c>/connect/token</c> (RFC 6749), <c>/connect/revoke</c> (RFC 7009) and <c>/.well-known/openid-configuration</c>.</summary>
internal static class TokenEndpoints
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddOptions<AccessTokenOptions>().BindConfiguration(AccessTokenOptions.Section)
            .Validate(tokens => tokens.Lifetime >= TimeSpan.FromSeconds(1), "Auth:Tokens:Lifetime must be at least a second.")
            .ValidateOnStart();
        services.AddKeyedScoped<IGrant, RefreshGrant>(GrantTypes.RefreshToken)
            .AddKeyedScoped<IGrant, ClientCredentialsGrant>(GrantTypes.ClientCredentials)
            .AddKeyedScoped<IGrant, AuthorizationCodeGrant>(GrantTypes.AuthorizationCode);
        return services.AddSingleton<TokenSigner>().AddSingleton<AccessTokenWriter>().AddSingleton<IdTokenWriter>().AddSingleton<TokenResponses>();
    }

    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("").WithTags("Tokens");

        tokens.MapPost("/connect/token", TokenAsync).WithName("GetToken").WithLimit(Limits.Token)
            .TakesForm("grant_type", "client_id", "client_secret", "scope", "refresh_token", "code", "redirect_uri", "code_verifier")
            .Produces<TokenResponse>().Produces<TokenError>(StatusCodes.Status400BadRequest)
            .Produces<TokenError>(StatusCodes.Status401Unauthorized);
        tokens.MapPost("/connect/revoke", RevokeAsync).WithName("RevokeToken").WithLimit(Limits.Token).TakesForm("token").Produces(StatusCodes.Status200OK);
        tokens.MapGet("/.well-known/openid-configuration", (IOptions<ServiceAuthenticationOptions> options) => TypedResults.Ok(ProviderMetadata.Of(options.Value.Issuer)))
            .WithName("GetProviderMetadata");
    }

    private static async Task<IResult> TokenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // Neither an answer nor an error may be kept by anybody on the way (RFC 6749, section 5.1).
        context.Response.Headers.CacheControl = "no-store";
        var (form, unread) = await OAuthForm.ReadAsync(context, cancellationToken);
        if (form is null)
        {
            return unread!;
        }

        if (form.Find("grant_type") is not { } type)
        {
            return OAuthErrors.InvalidRequest("grant_type is missing.");
        }

        if (!GrantTypes.All.Contains(type))
        {
            return OAuthErrors.UnsupportedGrantType($"grant_type must be one of {string.Join(", ", GrantTypes.All)}. Passwords are taken at /api/sessions.");
        }

        var (client, refusal) = await ClientAuthentication.ReadAsync(context, form, cancellationToken);
        return refusal ?? await context.RequestServices.GetRequiredKeyedService<IGrant>(type).ExecuteAsync(new TokenRequest(form, client, context), cancellationToken);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, EndSession end, CancellationToken cancellationToken)
    {
        var (form, unread) = await OAuthForm.ReadAsync(context, cancellationToken);
        if (form?.Find("token") is not { } token)
        {
            return unread ?? OAuthErrors.InvalidRequest("token is missing.");
        }

        // A token that is none is no error (RFC 7009, section 2.2).
        await end.ByTokenAsync(token, cancellationToken);
        return TypedResults.Ok();
    }
}
