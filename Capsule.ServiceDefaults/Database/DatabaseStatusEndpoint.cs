using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.ServiceDefaults.Database;

/// <summary><c>GET /api/database/status</c>: server version, size, pool, applied and pending migrations.</summary>
internal static class DatabaseStatusEndpoint
{
    public static void MapDatabaseStatus(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<ServiceDatabase>() is not null)
        {
            app.MapGet("/api/database/status", GetAsync).WithName("GetDatabaseStatus").WithTags("Database");
        }
    }

    private static async Task<Ok<DatabaseStatusDocument>> GetAsync(ServiceDatabase database, CancellationToken cancellationToken)
    {
        var status = await database.Reader.ReadAsync(cancellationToken);
        return TypedResults.Ok(DatabaseStatusDocument.Of(database, status));
    }
}
