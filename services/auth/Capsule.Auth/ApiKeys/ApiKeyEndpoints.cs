using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.Sessions;
using Capsule.ServiceDefaults;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.ApiKeys;

internal static class ApiKeyEndpoints
{
    private const int UsualLimit = 50;
    private const int HighestLimit = 200;

    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddOptions<ApiKeyOptions>().BindConfiguration(ApiKeyOptions.Section)
            .Validate(keys => keys.MostPerUser > 0, "Auth:ApiKeys:MostPerUser must be more than zero.")
            .ValidateOnStart();
        services.AddSingleton<ApiKeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyUses>());
        return services.AddScoped<CreateApiKey>().AddScoped<ApiKeyTable>();
    }

    public static void MapApiKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/api-keys").WithTags("API keys").RequireScope(Scopes.Account);

        // Without an Idempotency-Key: the answer that it would have to keep is the key. A key outlives the session that made it, and a changed password:
        // whoever has found an access token must not be able to turn it into one.
        keys.MapPost("", CreateAsync).WithName("CreateApiKey").RequireRecentAuthentication(StepUp.Minutes)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        keys.MapGet("", ListAsync).WithName("ListApiKeys").ProducesValidationProblem();
        keys.MapDelete("{id:guid}", RevokeAsync).WithName("RevokeApiKey").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<CreatedApiKey>, ProblemHttpResult>> CreateAsync(
        CreateApiKeyRequest request, ClaimsPrincipal caller, CreateApiKey create, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        return await create.ExecuteAsync(request, caller, cancellationToken);
    }

    /// <summary>Newest first, without those that were revoked. A page begins after the key that <paramref name="after"/> names.</summary>
    private static async Task<Results<Ok<ApiKeyPage>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal caller, AuthDbContext database, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        var most = limit ?? UsualLimit;
        if (most is < 1 or > HighestLimit)
        {
            return ApiProblem.Validation("limit", $"must be from 1 to {HighestLimit}.");
        }

        // One more than asked for tells whether another page follows. Relies on ix_api_keys_user_id_id.
        var user = caller.UserId();
        var page = await database.ApiKeys.AsNoTracking()
            .Where(key => key.UserId == user && key.RevokedAt == null && (after == null || key.Id < after))
            .OrderByDescending(key => key.Id)
            .Take(most + 1)
            .Select(key => new ApiKeyResponse(
                key.Id, key.Name, ApiKeyFormat.Start + key.Prefix, key.Scopes, key.CreatedAt, key.ExpiresAt, key.LastUsedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Count > most ? new ApiKeyPage(page[..most], page[most - 1].Id) : new ApiKeyPage(page, null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, ClaimsPrincipal caller, ApiKeyTable table, AuditLog audit, AuthDbContext database, CancellationToken cancellationToken)
    {
        var user = caller.UserId();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await table.RevokeAsync(user, id, cancellationToken))
        {
            return ApiProblem.NotFound("api-key-not-found", $"You have no API key {id}, or it was revoked.");
        }

        audit.Add(AuditEvents.ApiKeyRevoked, user, new { Key = id });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
