using Capsule.Auth.Tokens;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Sessions;

internal static class SessionEndpoints
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptions<SessionOptions>().BindConfiguration(SessionOptions.Section)
            .Validate(sessions => sessions.IdleLifetime > TimeSpan.Zero, "Auth:Sessions:IdleLifetime must be more than zero.")
            .Validate(sessions => sessions.Lifetime >= sessions.IdleLifetime, "Auth:Sessions:Lifetime must be at least Auth:Sessions:IdleLifetime.")
            .Validate(sessions => sessions.RepeatWindow >= TimeSpan.Zero, "Auth:Sessions:RepeatWindow must not be negative.")
            .ValidateOnStart();
        return services.AddSingleton<RefreshTokens>().AddScoped<Lockout>().AddScoped<SignIn>().AddScoped<RefreshSession>().AddScoped<EndSession>();
    }

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("Sessions");

        sessions.MapPost("", SignInAsync).WithName("SignIn").ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignInAsync(
        SignInRequest request, SignIn signIn, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var tokens = await signIn.ExecuteAsync(request, Caller.Device(context), Caller.Address(context), cancellationToken);
        return tokens is null
            ? ApiProblem.Unauthorized("invalid-credentials", "E-mail address and password do not fit together, or the account may not sign in.")
            : TypedResults.Ok(tokens);
    }
}
