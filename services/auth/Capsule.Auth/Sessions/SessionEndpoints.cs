using System.Security.Claims;
using Capsule.Auth.Cleanup;
using Capsule.Auth.Passwords;
using Capsule.Auth.Tokens;
using Capsule.Auth.TwoFactor;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Sessions;

internal static class SessionEndpoints
{
    private const int UsualLimit = 50;
    private const int HighestLimit = 200;

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
        services.AddHostedService<RevocationAnnouncer>();
        return services.AddSingleton<RefreshTokens>().AddScoped<Lockout>().AddScoped<SignIn>().AddScoped<BeginSession>().AddScoped<StepUp>().AddScoped<RefreshSession>().AddScoped<EndSession>()
            .AddScoped<ICleanup, EndedSessions>();
    }

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("Sessions");

        sessions.MapGet("", ListAsync).WithName("ListSessions").RequireScope(Scopes.Account).ProducesValidationProblem();
        sessions.MapDelete("", EndAllAsync).WithName("EndSessions").RequireScope(Scopes.Account);
        sessions.MapDelete("{id:guid}", EndAsync).WithName("EndSession").RequireScope(Scopes.Account).ProducesProblem(StatusCodes.Status404NotFound);
        sessions.MapPost("current/step-up", StepUpAsync).WithName("StepUp").RequireScope(Scopes.Account)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden);
        sessions.MapPost("", SignInAsync).WithName("SignIn").WithLimit<SignInRequest>(Limits.SignIn, request => request.Email)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignInAsync(
        SignInRequest request, SignIn signIn, HttpContext context, CancellationToken cancellationToken)
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
        if (caller.SessionId() is not { } session)
        {
            return ApiProblem.Forbidden("no-session", "The access token belongs to no session: sign in with POST /api/sessions.");
        }

        var answer = await stepUp.ExecuteAsync(caller.UserId(), session, request, cancellationToken);
        return answer.Outcome switch
        {
            SignInOutcome.SignedIn => TypedResults.Ok(answer.Tokens),
            SignInOutcome.CodeIsMissing => ApiProblem.Forbidden(TwoFactorProblems.Required, TwoFactorProblems.RequiredDetail),
            SignInOutcome.CodeIsWrong => TwoFactorProblems.Of(TwoFactorOutcome.WrongCode),
            _ => CurrentPassword.Wrong("password"),
        };
    }

    /// <summary>Newest first. A page begins after the session that <paramref name="after"/> names.</summary>
    private static async Task<Results<Ok<SessionPage>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal caller, AuthDbContext database, TimeProvider time, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var most = limit ?? UsualLimit;
        if (most is < 1 or > HighestLimit)
        {
            return ApiProblem.Validation("limit", $"must be from 1 to {HighestLimit}.");
        }

        var (user, current, now) = (caller.UserId(), caller.SessionId(), time.GetUtcNow());

        // One more than asked for tells whether another page follows. Relies on ix_sessions_user_id_id.
        var page = await database.Sessions.AsNoTracking()
            .Where(session => session.UserId == user && session.RevokedAt == null && session.ExpiresAt > now && (after == null || session.Id < after))
            .OrderByDescending(session => session.Id)
            .Take(most + 1)
            .Select(session => new SessionResponse(
                session.Id, session.Device, session.Address == null ? null : session.Address.ToString(), session.CreatedAt, session.LastSeenAt, session.ExpiresAt,
                session.Id == current))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Count > most ? new SessionPage(page[..most], page[most - 1].Id) : new SessionPage(page, null));
    }

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
