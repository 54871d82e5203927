using Capsule.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.ServiceDefaults.Database;

/// <summary>
/// <c>GET /api/database/status</c>: server version, size, pool, applied and pending migrations. Outside Development for operators only, and not there
/// in a service that cannot tell who they are.
/// </summary>
internal static class DatabaseStatusEndpoint
{
    public static void MapDatabaseStatus(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<ServiceDatabase>() is null)
        {
            return;
        }

        var isOpen = app.ServiceProvider.GetRequiredService<OperatorAccess>().IsOpen;
        if (isOpen || app.ServiceProvider.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            var endpoint = app.MapGet("/api/database/status", GetAsync).WithName("GetDatabaseStatus").WithTags("Database");
            _ = isOpen ? endpoint : endpoint.RequireScope(OperatorAccess.Scope);
        }
    }

    private static async Task<Ok<DatabaseStatusDocument>> GetAsync(ServiceDatabase database, CancellationToken cancellationToken)
    {
        var status = await database.Status.GetAsync(cancellationToken);
        return TypedResults.Ok(DatabaseStatusDocument.Of(database, status));
    }
}
