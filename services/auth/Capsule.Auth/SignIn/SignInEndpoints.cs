using System.Security.Claims;
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
        return (await signIn.ExecuteAsync(request, Caller.Device(context), Caller.Address(context), cancellationToken)).ToOk();
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
        return caller.SessionId() is { } session && caller.IsFirstParty()
            ? (await stepUp.ExecuteAsync(caller.UserId(), session, request, cancellationToken)).ToOk()
            : ApiProblem.Of(SignInRefusals.NoSession);
    }
}
