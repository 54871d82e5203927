using System.Security.Claims;
using Capsule.Auth.Sessions;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.OAuth.Clients;

internal static class ClientEndpoints
{
    public static IServiceCollection AddClients(this IServiceCollection services)
    {
        services
            .AddOptions<ClientOptions>()
            .BindConfiguration(ClientOptions.Section)
            .Validate(
                clients => clients.SecretOverlap >= TimeSpan.Zero && clients.SecretOverlap <= TimeSpan.FromDays(30),
                "Auth:Clients:SecretOverlap must be from nothing to 30 days."
            )
            .ValidateOnStart();
        return services.AddScoped<ClientTable>().AddScoped<CreateClient>().AddScoped<RotateClientSecret>().AddScoped<DeleteClient>();
    }

    public static void MapClients(this IEndpointRouteBuilder app)
    {
        var clients = app.MapGroup("/api/clients").WithTags("Clients").RequireScope(Scopes.UsersWrite);

        // There is no Idempotency-Key, because the stored answers would be secrets. Secrets require a recent authentication, so that only
        // administrators get them and no program with their scope. Deleting a client does not, so that a leaked secret can go at once.
        clients
            .MapPost("", CreateAsync)
            .WithName("CreateClient")
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .ProducesValidationProblem();
        clients
            .MapPost("{id:guid}/secret", RotateAsync)
            .WithName("RotateClientSecret")
            .RequireRecentAuthentication(RecentAuthentication.MaxMinutes)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
        clients.MapGet("", ListAsync).WithName("ListClients");
        clients.MapGet("{id:guid}", GetAsync).WithName("GetClient").ProducesProblem(StatusCodes.Status404NotFound);
        clients.MapDelete("{id:guid}", DeleteAsync).WithName("DeleteClient").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<ClientResponse>, ProblemHttpResult>> CreateAsync(
        CreateClientRequest request,
        ClaimsPrincipal caller,
        CreateClient create,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        response.Headers.CacheControl = "no-store";
        return (await create.ExecuteAsync(request, caller, cancellationToken)).ToCreated(static client => $"/api/clients/{client.Id}");
    }

    private static async Task<Results<Ok<RotatedSecret>, ProblemHttpResult>> RotateAsync(
        Guid id,
        [FromBody] RotateSecretRequest? request,
        RotateClientSecret rotate,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        response.Headers.CacheControl = "no-store";
        return (await rotate.ExecuteAsync(id, request, cancellationToken)).ToOk();
    }

    /// <summary>Newest first.</summary>
    private static async Task<Ok<Page<ClientResponse>>> ListAsync(
        AuthDbContext database,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    )
    {
        // Relies on pk_oauth_applications.
        var after = page.After;
        var clients = database
            .OAuthApplications.AsNoTracking()
            .Where(client => after == null || client.Id < after)
            .OrderByDescending(client => client.Id);
        return TypedResults.Ok(
            (await page.ReadAsync(clients, static client => client.Id, cancellationToken)).Select(ClientApplication.Show)
        );
    }

    private static async Task<Results<Ok<ClientResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        AuthDbContext database,
        CancellationToken cancellationToken
    ) =>
        await database.OAuthApplications.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellationToken) is { } client
            ? TypedResults.Ok(ClientApplication.Show(client))
            : ApiProblem.Of(ClientRefusals.NotFound(id));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        DeleteClient delete,
        CancellationToken cancellationToken
    ) => (await delete.ExecuteAsync(id, cancellationToken)).ToNoContent();
}
