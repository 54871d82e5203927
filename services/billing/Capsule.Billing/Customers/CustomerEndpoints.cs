using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Billing.Customers;

internal static class CustomerEndpoints
{
    public static IServiceCollection AddCustomers(this IServiceCollection services) =>
        services.AddScoped<CustomerTable>().AddScoped<GetCustomer>();

    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/api/customers").WithTags("Customers");

        customers
            .MapGet("{userId:guid}", GetAsync)
            .WithName("GetCustomer")
            .RequireScope(Scopes.Billing)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<CustomerResponse>, ProblemHttpResult>> GetAsync(
        Guid userId,
        ClaimsPrincipal caller,
        GetCustomer get,
        CancellationToken cancellationToken
    ) => (await get.ExecuteAsync(userId, caller, cancellationToken)).ToOk();
}
