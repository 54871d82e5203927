using System.Security.Claims;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Tokens;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.SignIn;

internal static class SignInEndpoints
{
    public static void MapPasswordSignIn(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("Sessions");

        sessions
            .MapPost("current/step-up", StepUpAsync)
            .WithName("StepUp")
            .RequireScope(Scopes.Account)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        sessions
            .MapPost("", SignInAsync)
            .WithName("SignIn")
            .WithLimit<SignInRequest>(Limits.SignIn, request => request.Email)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignInAsync(
        SignInRequest request,
        SignInWithPassword signIn,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        var answer = await signIn.ExecuteAsync(request, Caller.Device(context), Caller.Address(context), cancellationToken);
        return answer.Outcome switch
        {
            SignInOutcome.SignedIn => TypedResults.Ok(answer.Tokens),
            SignInOutcome.EmailIsUnverified => ApiProblem.Forbidden(SignInProblems.EmailNotVerified, SignInProblems.EmailNotVerifiedDetail),
            SignInOutcome.CodeIsMissing => ApiProblem.Unauthorized(TwoFactorProblems.Required, TwoFactorProblems.RequiredDetail),
            SignInOutcome.CodeIsWrong => ApiProblem.Unauthorized(TwoFactorProblems.WrongCode, TwoFactorProblems.WrongCodeDetail),
            _ => ApiProblem.Unauthorized(
                "invalid-credentials",
                "E-mail address and password do not fit together, or the account may not sign in."
            ),
        };
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> StepUpAsync(
        StepUpRequest request,
        ClaimsPrincipal caller,
        StepUp stepUp,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        if (caller.SessionId() is not { } session || !caller.IsFirstParty())
        {
            return ApiProblem.Forbidden(
                "no-session",
                "The access token belongs to no session of the user's own: sign in with POST /api/sessions."
            );
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
}
