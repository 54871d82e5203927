using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Data;

/// <summary><c>GET /api/database/status</c>: server version, size, pool, applied and pending migrations.</summary>
public static class DatabaseStatusEndpoint
{
    /// <summary>
    /// Maps the endpoint without authorization, which the caller must add. Returns null and maps nothing in a service without a database.
    /// </summary>
    public static RouteHandlerBuilder? MapDatabaseStatus(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.ServiceProvider.GetService<ServiceDatabase>() is null
            ? null
            : app.MapGet("/api/database/status", GetAsync).WithName("GetDatabaseStatus").WithTags("Database");
    }

    private static async Task<Ok<DatabaseStatusDocument>> GetAsync(ServiceDatabase database, CancellationToken cancellationToken)
    {
        var status = await database.Status.GetAsync(cancellationToken);
        return TypedResults.Ok(DatabaseStatusDocument.Of(database, status));
    }
}
