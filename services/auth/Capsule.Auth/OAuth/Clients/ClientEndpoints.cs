using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Sessions;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

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
        return services.AddScoped<CreateClient>().AddScoped<ClientTable>();
    }

    public static void MapClients(this IEndpointRouteBuilder app)
    {
        var clients = app.MapGroup("/api/clients").WithTags("Clients").RequireScope(Scopes.UsersWrite);

        // Without an Idempotency-Key: the answers that it would have to keep are secrets. Secrets are for administrators who are there, not
        // for programs with their scope; to delete a client is not, since a secret that somebody else has must go at once.
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
        ClientTable table,
        AuditLog audit,
        AuthDbContext database,
        IOptions<ClientOptions> options,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var overlap = request?.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Value.SecretOverlap;
        var secret = ClientSecret.Make();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await table.RotateAsync(id, secret.Hash, overlap, cancellationToken) is not { } until)
        {
            return ApiProblem.NotFound("client-not-found", $"There is no client {id} that has a secret.");
        }

        audit.Add(AuditEvents.ClientSecretRotated, id, new { PreviousUntil = until });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RotatedSecret(secret.Text, until));
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
            : NotFound(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        ClientTable table,
        AuditLog audit,
        AuthDbContext database,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await table.DeleteAsync(id, cancellationToken) is not { } ended)
        {
            return NotFound(id);
        }

        audit.Add(AuditEvents.ClientDeleted, id, new { Sessions = ended });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NotFound(Guid id) => ApiProblem.NotFound("client-not-found", $"There is no client {id}.");
}
