using System.Security.Claims;
using Capsule.Auth.Tokens;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Administration;

internal static class AdministrationEndpoints
{
    public static void MapUserAdministration(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api/users").WithTags("Administration");

        users
            .MapGet("", SearchAsync)
            .WithName("SearchUsers")
            .RequireScope(Scopes.UsersRead)
            .AllowDelegatedAccess()
            .ProducesValidationProblem();
        users
            .MapPatch("{id:guid}", SetActiveAsync)
            .WithName("SetUserActive")
            .RequireScope(Scopes.UsersWrite)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        users
            .MapPut("{id:guid}/roles", SetRolesAsync)
            .WithName("SetUserRoles")
            .RequireScope(Scopes.UsersWrite)
            .RequireRecentAuthentication(15)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        users
            .MapDelete("{id:guid}/two-factor", ResetTwoFactorAsync)
            .WithName("ResetTwoFactor")
            .RequireScope(Scopes.UsersWrite)
            .RequireRecentAuthentication(15)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        users
            .MapPost("{id:guid}/impersonation", ImpersonateAsync)
            .WithName("ImpersonateUser")
            .RequireScope(Scopes.UsersImpersonate)
            .RequireRecentAuthentication(15)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<FoundUser>>, ProblemHttpResult>> SearchAsync(
        [AsParameters] UserFilter filter,
        PageRequest<Guid> page,
        UserSearch search,
        CancellationToken cancellationToken
    ) => filter.Refuse() is { } refusal ? ApiProblem.Of(refusal) : (await search.FindAsync(filter, page, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> SetActiveAsync(
        Guid id,
        SetActiveRequest request,
        ClaimsPrincipal caller,
        SetActive set,
        CancellationToken cancellationToken
    ) => await OfAnotherAsync(id, caller, () => set.ExecuteAsync(id, request.Active!.Value, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> SetRolesAsync(
        Guid id,
        SetRolesRequest request,
        ClaimsPrincipal caller,
        SetRoles set,
        CancellationToken cancellationToken
    ) =>
        request.Refuse() is { } refusal
            ? ApiProblem.Of(refusal)
            : await OfAnotherAsync(id, caller, () => set.ExecuteAsync(id, request.Roles!, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetTwoFactorAsync(
        Guid id,
        ClaimsPrincipal caller,
        ResetTwoFactor reset,
        CancellationToken cancellationToken
    ) => await OfAnotherAsync(id, caller, () => reset.ExecuteAsync(id, cancellationToken));

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> ImpersonateAsync(
        Guid id,
        ImpersonateRequest request,
        HttpContext context,
        ClaimsPrincipal caller,
        Impersonate impersonate,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        return (
            await impersonate.ExecuteAsync(id, caller.UserId(), request.Reason.Trim(), Caller.Address(context), cancellationToken)
        ).ToOk();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> OfAnotherAsync(
        Guid id,
        ClaimsPrincipal caller,
        Func<Task<Outcome<Done>>> change
    ) => (id == caller.UserId() ? AdministrationRefusals.OwnAccount : await change()).ToNoContent();
}
