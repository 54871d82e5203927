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
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static void MapGrants(this IEndpointRouteBuilder app)
    {
        var grants = app.MapGroup("/api/users/me/grants").WithTags("Sessions").RequireScope(Capsule.Security.Scopes.Account);

        grants.MapGet("", ListAsync).WithName("ListGrants").ProducesValidationProblem();
        grants.MapDelete("{id:guid}", EndAsync).WithName("EndGrant").ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Newest first. A page begins after the grant that <paramref name="after"/> names.</summary>
    private static async Task<Results<Ok<GrantPage>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal caller, AuthDbContext database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var most = limit ?? DefaultLimit;
        if (most is < 1 or > MaxLimit)
        {
            return ApiProblem.Validation("limit", $"must be from 1 to {MaxLimit}.");
        }

        // One more than asked for tells whether another page follows. Relies on ix_oauth_authorizations_subject.
        var subject = caller.UserId().ToString();
        var rows = await database.OAuthAuthorizations.AsNoTracking().Include(grant => grant.Application)
            .Where(grant => grant.Subject == subject && grant.Status == Statuses.Valid && grant.Type == AuthorizationTypes.AdHoc
                && (after == null || grant.Id < after))
            .OrderByDescending(grant => grant.Id)
            .Take(most + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new GrantPage([.. rows.Take(most).Select(GrantResponse.Of)], rows.Count > most ? rows[most - 1].Id : null));
    }

    /// <summary>Ends what a client has, and the consent: the client has to ask again.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id, ClaimsPrincipal caller, AuthDbContext database, Families families, AuditLog audit, CancellationToken cancellationToken)
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
