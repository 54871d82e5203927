using System.Security.Claims;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Cleanup;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Auth.SignIn;
using Capsule.Auth.Tokens;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Capsule.Workers;
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
            .Validate(
                sessions => sessions.Retention >= TimeSpan.FromDays(1),
                "Auth:Sessions:Retention must be at least a day: services have to hear of the end while access tokens last.")
            .ValidateOnStart();
        services.AddRecurringWork<RevocationAnnouncer>();
        return services.AddSingleton<RefreshTokens>().AddScoped<SignInWithPassword>().AddScoped<BeginSession>().AddScoped<StepUp>().AddScoped<RefreshSession>().AddScoped<EndSession>().AddScoped<ListSessions>()
            .AddScoped<ICleanup, EndedSessions>();
    }

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("Sessions");

        sessions.MapGet("", ListAsync).WithName("ListSessions").RequireScope(Scopes.Account);
        sessions.MapDelete("", EndAllAsync).WithName("EndSessions").RequireScope(Scopes.Account);
        sessions.MapDelete("{id:guid}", EndAsync).WithName("EndSession").RequireScope(Scopes.Account).ProducesProblem(StatusCodes.Status404NotFound);
        sessions.MapPost("current/step-up", StepUpAsync).WithName("StepUp").RequireScope(Scopes.Account)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden);
        sessions.MapPost("", SignInAsync).WithName("SignIn").WithLimit<SignInRequest>(Limits.SignIn, request => request.Email)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignInAsync(
        SignInRequest request, SignInWithPassword signIn, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var answer = await signIn.ExecuteAsync(request, Caller.Device(context), Caller.Address(context), cancellationToken);
        return answer.Outcome switch
        {
            SignInOutcome.SignedIn => TypedResults.Ok(answer.Tokens),
            SignInOutcome.EmailIsUnverified => ApiProblem.Forbidden(SignInProblems.EmailNotVerified, SignInProblems.EmailNotVerifiedDetail),
            SignInOutcome.CodeIsMissing => ApiProblem.Unauthorized(TwoFactorProblems.Required, TwoFactorProblems.RequiredDetail),
            SignInOutcome.CodeIsWrong => ApiProblem.Unauthorized(TwoFactorProblems.WrongCode, TwoFactorProblems.WrongCodeDetail),
            _ => ApiProblem.Unauthorized("invalid-credentials", "E-mail address and password do not fit together, or the account may not sign in."),
        };
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> StepUpAsync(
        StepUpRequest request, ClaimsPrincipal caller, StepUp stepUp, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (caller.SessionId() is not { } session || !caller.IsFirstParty())
        {
            return ApiProblem.Forbidden("no-session", "The access token belongs to no session of the user's own: sign in with POST /api/sessions.");
        }

        var answer = await stepUp.ExecuteAsync(caller.UserId(), session, request, cancellationToken);
        return answer.Outcome switch
        {
            SignInOutcome.SignedIn => TypedResults.Ok(answer.Tokens),
            SignInOutcome.CodeIsMissing => ApiProblem.Forbidden(TwoFactorProblems.Required, TwoFactorProblems.RequiredDetail),
            SignInOutcome.CodeIsWrong => TwoFactorProblems.Of(TwoFactorOutcome.WrongCode),
            _ => ApiProblem.Of(CurrentPassword.Wrong("password")),
        };
    }

    /// <summary>Newest first.</summary>
    private static async Task<Ok<Page<SessionResponse>>> ListAsync(
        ClaimsPrincipal caller, ListSessions list, PageRequest<Guid> page, CancellationToken cancellationToken) =>
        TypedResults.Ok(await list.ExecuteAsync(caller.UserId(), caller.SessionId(), page, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id, ClaimsPrincipal caller, EndSession end, CancellationToken cancellationToken) =>
        await end.ByIdAsync(caller.UserId(), id, cancellationToken)
            ? TypedResults.NoContent()
            : ApiProblem.NotFound("session-not-found", $"You have no session {id}, or it has ended.");

    /// <summary>Ends all sessions but the one that asks.</summary>
    private static async Task<NoContent> EndAllAsync(ClaimsPrincipal caller, EndSession end, CancellationToken cancellationToken)
    {
        await end.OfUserAsync(caller.UserId(), caller.SessionId(), RevocationReason.SignedOut, cancellationToken);
        return TypedResults.NoContent();
    }
}
