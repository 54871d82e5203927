using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Grants;

/// <summary>The grants of a user to clients: the user can list and end them.</summary>
internal static class GrantEndpoints
{
    public static void MapGrants(this IEndpointRouteBuilder app)
    {
        var grants = app.MapGroup("/api/users/me/grants").WithTags("Sessions").RequireScope(Capsule.Security.Scopes.Account);

        grants.MapGet("", ListAsync).WithName("ListGrants");
        grants.MapDelete("{id:guid}", EndAsync).WithName("EndGrant").ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Newest first.</summary>
    private static async Task<Ok<Page<GrantResponse>>> ListAsync(
        ClaimsPrincipal caller,
        AuthDbContext database,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    )
    {
        // Relies on ix_oauth_authorizations_subject.
        var (subject, after) = (caller.UserId().ToString(), page.After);
        var grants = database
            .OAuthAuthorizations.AsNoTracking()
            .Include(grant => grant.Application)
            .Where(grant =>
                grant.Subject == subject
                && grant.Status == Statuses.Valid
                && grant.Type == AuthorizationTypes.AdHoc
                && (after == null || grant.Id < after)
            )
            .OrderByDescending(grant => grant.Id);
        return TypedResults.Ok((await page.ReadAsync(grants, static grant => grant.Id, cancellationToken)).Select(GrantResponse.Of));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id,
        ClaimsPrincipal caller,
        EndGrant end,
        CancellationToken cancellationToken
    ) => (await end.ExecuteAsync(caller.UserId(), id, cancellationToken)).ToNoContent();
}
