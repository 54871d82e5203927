using System.Security.Claims;
using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/api/customers").WithTags("Customers");

        customers.MapGet("{userId:guid}", GetAsync).WithName("GetCustomer").RequireScope(Scopes.Billing)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<CustomerResponse>, ProblemHttpResult>> GetAsync(
        Guid userId, ClaimsPrincipal caller, BillingDbContext database, CancellationToken cancellationToken)
    {
        if (!caller.MayRead(userId, Scopes.BillingRead))
        {
            return ApiProblem.Forbidden("not-your-account", $"Subscriptions of others need the scope {Scopes.BillingRead}.");
        }

        // One statement over ix_customers_user_id and ix_subscriptions_running.
        var customer = await (
            from found in database.Customers.AsNoTracking()
            join subscription in database.Subscriptions.Where(subscription => subscription.EndedAt == null)
                on found.Id equals subscription.CustomerId into subscriptions
            from running in subscriptions.DefaultIfEmpty()
            where found.UserId == userId && found.Name != "" // Else the sign-up is still to be heard of.
            select new CustomerResponse(
                found.Id, found.UserId, found.Email, found.Name,
                running == null ? null : new PlanResponse(running.Plan!.Code, running.Plan.MonthlyPrice, running.Plan.Currency, running.ActivatedAt)))
            .SingleOrDefaultAsync(cancellationToken);
        return customer is null
            ? ApiProblem.NotFound("customer-not-found", $"User {userId} is not a customer (yet).")
            : TypedResults.Ok(customer);
    }
}
