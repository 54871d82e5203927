using System.Security.Claims;
using Capsule.Auth.Sessions;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.ApiKeys;

internal static class ApiKeyEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/api-keys").WithTags("API keys").RequireScope(Scopes.Account);

        // There is no Idempotency-Key, because the stored answer would be the key. A key outlives the session that created it and a changed
        // password, so a stolen access token must not be enough to create one.
        keys.MapPost("", CreateAsync)
            .WithName("CreateApiKey")
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
        keys.MapGet("", ListAsync).WithName("ListApiKeys");
        keys.MapDelete("{id:guid}", RevokeAsync).WithName("RevokeApiKey").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<CreatedApiKey>, ProblemHttpResult>> CreateAsync(
        CreateApiKeyRequest request,
        ClaimsPrincipal caller,
        CreateApiKey create,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        response.Headers.CacheControl = "no-store";
        return (await create.ExecuteAsync(request, caller, cancellationToken)).To(static key => TypedResults.Created((string?)null, key));
    }

    /// <summary>Newest first, without revoked keys.</summary>
    private static async Task<Ok<Page<ApiKeyResponse>>> ListAsync(
        ClaimsPrincipal caller,
        ListApiKeys list,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await list.ExecuteAsync(caller.UserId(), page, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id,
        ClaimsPrincipal caller,
        RevokeApiKey revoke,
        CancellationToken cancellationToken
    ) => (await revoke.ExecuteAsync(caller.UserId(), id, cancellationToken)).ToNoContent();
}
