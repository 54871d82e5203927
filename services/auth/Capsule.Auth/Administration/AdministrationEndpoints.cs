using System.Security.Claims;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Tokens;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Administration;

internal static class AdministrationEndpoints
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) =>
        services.AddScoped<UserSearch>().AddScoped<SetActive>().AddScoped<SetRoles>().AddScoped<ResetTwoFactor>().AddScoped<Impersonate>();

    public static void MapAdministration(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Administration");

        users.MapGet("", SearchAsync).WithName("SearchUsers").RequireScope(Scopes.UsersRead).AllowDelegatedAccess().ProducesValidationProblem();
        users.MapPatch("{id:guid}", SetActiveAsync).WithName("SetUserActive").RequireScope(Scopes.UsersWrite)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        users.MapPut("{id:guid}/roles", SetRolesAsync).WithName("SetUserRoles").RequireScope(Scopes.UsersWrite).RequireRecentAuthentication(15)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        users.MapDelete("{id:guid}/two-factor", ResetTwoFactorAsync).WithName("ResetTwoFactor").RequireScope(Scopes.UsersWrite).RequireRecentAuthentication(15)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        users.MapPost("{id:guid}/impersonation", ImpersonateAsync).WithName("ImpersonateUser").RequireScope(Scopes.UsersImpersonate).RequireRecentAuthentication(15)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<FoundUser>>, ProblemHttpResult>> SearchAsync(
        [AsParameters] UserFilter filter, PageRequest<Guid> page, UserSearch search, CancellationToken cancellationToken) =>
        filter.Problem() is { } problem ? problem : (await search.FindAsync(filter, page, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> SetActiveAsync(
        Guid id, SetActiveRequest request, ClaimsPrincipal caller, SetActive set, CancellationToken cancellationToken) =>
        id == caller.UserId()
            ? OwnAccount()
            : Answer(id, await set.ExecuteAsync(id, request.Active!.Value, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> SetRolesAsync(
        Guid id, SetRolesRequest request, ClaimsPrincipal caller, SetRoles set, CancellationToken cancellationToken)
    {
        if (request.Problem() is { } problem)
        {
            return problem;
        }

        return id == caller.UserId() ? OwnAccount() : Answer(id, await set.ExecuteAsync(id, request.Roles!, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetTwoFactorAsync(
        Guid id, ClaimsPrincipal caller, ResetTwoFactor reset, CancellationToken cancellationToken) =>
        id == caller.UserId() ? OwnAccount() : Answer(id, await reset.ExecuteAsync(id, cancellationToken));

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> ImpersonateAsync(
        Guid id, ImpersonateRequest request, HttpContext context, ClaimsPrincipal caller, Impersonate impersonate, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await impersonate.ExecuteAsync(id, caller.UserId(), request.Reason.Trim(), Caller.Address(context), cancellationToken) switch
        {
            { Tokens: { } tokens } => TypedResults.Ok(tokens),
            { IsPrivileged: true } => ApiProblem.Forbidden(
                "privileged-account", "Nobody acts as a user with more rights than any user has: take the other roles away first."),
            _ => ApiProblem.NotFound("user-not-found", $"There is no user {id} who may sign in."),
        };
    }

    private static Results<NoContent, ProblemHttpResult> Answer(Guid id, AdministrationOutcome outcome) => outcome switch
    {
        AdministrationOutcome.Done => TypedResults.NoContent(),
        AdministrationOutcome.Anonymised => ApiProblem.Conflict("account-anonymised", "The account was closed and nothing of it is left."),
        AdministrationOutcome.NothingToReset => TwoFactorProblems.Of(TwoFactorOutcome.Off),
        _ => NotFound(id),
    };

    private static ProblemHttpResult NotFound(Guid id) => ApiProblem.NotFound("user-not-found", $"There is no user {id}.");

    private static ProblemHttpResult OwnAccount() =>
        ApiProblem.Conflict("own-account", "This is your own account: another administrator has to do it, so that one is always left.");
}
