using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Grants;

/// <summary>What a user has granted to clients, for the user to see and to take back.</summary>
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

    /// <summary>Ends what a client has, and the consent: the client has to ask again.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id,
        ClaimsPrincipal caller,
        AuthDbContext database,
        Families families,
        AuditLog audit,
        CancellationToken cancellationToken
    )
    {
        var user = caller.UserId();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await families.EndOfUserAsync(user, id, cancellationToken))
        {
            return ApiProblem.NotFound("grant-not-found", $"You have no grant {id}, or it has ended.");
        }

        audit.Add(AuditEvents.SessionEnded, user, session: id);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
