using Capsule.Auth.Sessions;
using Capsule.ServiceDefaults;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
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
        return services.AddSingleton<AccessTokenWriter>().AddSingleton<TokenResponses>();
    }

    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("").WithTags("Tokens");

        tokens.MapPost("/connect/token", TokenAsync).WithName("GetToken").WithLimit(Limits.Token)
            .Produces<TokenResponse>().Produces<TokenError>(StatusCodes.Status400BadRequest);
        tokens.MapPost("/connect/revoke", RevokeAsync).WithName("RevokeToken").WithLimit(Limits.Token);
        tokens.MapGet("/.well-known/openid-configuration", (IOptions<ServiceAuthenticationOptions> options) => TypedResults.Ok(ProviderMetadata.Of(options.Value.Issuer)))
            .WithName("GetProviderMetadata");
    }

    private static async Task<IResult> TokenAsync(HttpContext context, RefreshSession refresh, CancellationToken cancellationToken)
    {
        // Neither an answer nor an error may be kept by anybody on the way (RFC 6749, section 5.1).
        context.Response.Headers.CacheControl = "no-store";
        if (await OAuthForm.ReadAsync(context, cancellationToken) is not { } form)
        {
            return Error("invalid_request", "The body must be application/x-www-form-urlencoded, with each parameter once.");
        }

        return form.Find("grant_type") switch
        {
            "refresh_token" when form.Find("refresh_token") is { } token =>
                await refresh.ExecuteAsync(token, Caller.Device(context), Caller.Address(context), cancellationToken) is { } tokens
                    ? TypedResults.Ok(tokens)
                    : Error("invalid_grant", "The refresh token is not valid, was replaced, or its session has ended: sign in again."),
            "refresh_token" => Error("invalid_request", "refresh_token is missing."),
            null => Error("invalid_request", "grant_type is missing."),
            _ => Error("unsupported_grant_type", "grant_type must be refresh_token. Passwords are taken at /api/sessions."),
        };
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, EndSession end, CancellationToken cancellationToken)
    {
        if (await OAuthForm.ReadAsync(context, cancellationToken) is not { } form || form.Find("token") is not { } token)
        {
            return Error("invalid_request", "token is missing, or the body is not application/x-www-form-urlencoded.");
        }

        // A token that is none is no error (RFC 7009, section 2.2).
        await end.ByTokenAsync(token, cancellationToken);
        return TypedResults.Ok();
    }

    private static BadRequest<TokenError> Error(string error, string description) => TypedResults.BadRequest(new TokenError(error, description));
}
