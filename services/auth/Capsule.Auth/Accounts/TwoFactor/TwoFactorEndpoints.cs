using System.Security.Claims;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Sessions;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.TwoFactor;

internal static class TwoFactorEndpoints
{
    public static IServiceCollection AddTwoFactor(this IServiceCollection services)
    {
        services
            .AddOptions<TwoFactorOptions>()
            .BindConfiguration(TwoFactorOptions.Section)
            .Validate(
                factors => !string.IsNullOrWhiteSpace(factors.Issuer) && !factors.Issuer.Contains(':', StringComparison.Ordinal),
                "Auth:TwoFactor:Issuer must be a name without a colon: authenticator apps show it."
            )
            .ValidateOnStart();
        return services
            .AddScoped<BothFactors>()
            .AddScoped<BeginTwoFactor>()
            .AddScoped<ConfirmTwoFactor>()
            .AddScoped<RenewRecoveryCodes>()
            .AddScoped<TurnOffTwoFactor>();
    }

    public static void MapTwoFactor(this IEndpointRouteBuilder app)
    {
        var factors = app.MapGroup("/api/users/me/two-factor").WithTags("Two factors").RequireScope(Scopes.Account);

        factors.MapGet("", GetAsync).WithName("GetTwoFactor");
        factors.MapPost("", BeginAsync).WithName("BeginTwoFactor").Refuses();
        factors.MapPost("confirm", ConfirmAsync).WithName("ConfirmTwoFactor").Refuses();
        factors
            .MapPost("recovery-codes", RenewAsync)
            .WithName("RenewRecoveryCodes")
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .Refuses();
        factors
            .MapDelete("", TurnOffAsync)
            .WithName("TurnOffTwoFactor")
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .Refuses();
    }

    private static void Refuses(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Ok<TwoFactorResponse>> GetAsync(
        ClaimsPrincipal caller,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        var user = caller.UserId();
        var found = await database
            .Authenticators.AsNoTracking()
            .Where(authenticator => authenticator.UserId == user && authenticator.ConfirmedAt != null)
            .Select(authenticator => new TwoFactorResponse(
                true,
                authenticator.ConfirmedAt,
                database.RecoveryCodes.Count(code => code.UserId == user && code.UsedAt == null)
            ))
            .SingleOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(found ?? new TwoFactorResponse(On: false, Since: null, RecoveryCodesLeft: 0));
    }

    private static async Task<Results<Ok<TwoFactorSetupResponse>, ProblemHttpResult>> BeginAsync(
        BeginTwoFactorRequest request,
        ClaimsPrincipal caller,
        CurrentPassword password,
        BeginTwoFactor begin,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        var proved = await password.CheckAsync(caller.UserId(), request, cancellationToken);
        return proved.Refusal is { } refusal ? ApiProblem.Of(refusal) : (await begin.ExecuteAsync(proved.Value, cancellationToken)).ToOk();
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, ProblemHttpResult>> ConfirmAsync(
        ConfirmTwoFactorRequest request,
        ClaimsPrincipal caller,
        ConfirmTwoFactor confirm,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        return (await confirm.ExecuteAsync(caller.UserId(), caller.SessionId(), request.Code, cancellationToken)).ToOk();
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, ProblemHttpResult>> RenewAsync(
        FactorsRequest request,
        ClaimsPrincipal caller,
        RenewRecoveryCodes renew,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        return (await renew.ExecuteAsync(caller.UserId(), request, cancellationToken)).ToOk();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TurnOffAsync(
        [FromBody] FactorsRequest request,
        ClaimsPrincipal caller,
        TurnOffTwoFactor turnOff,
        CancellationToken cancellationToken
    ) => (await turnOff.ExecuteAsync(caller.UserId(), request, cancellationToken)).ToNoContent();
}
