using Capsule.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/api/customers").WithTags("Customers");

        customers.MapGet("{userId:guid}", GetAsync).WithName("GetCustomer").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<CustomerResponse>, ProblemHttpResult>> GetAsync(
        Guid userId, BillingDbContext database, CancellationToken cancellationToken)
    {
        // One statement over ix_customers_user_id and ix_subscriptions_running.
        var customer = await (
            from found in database.Customers.AsNoTracking()
            join subscription in database.Subscriptions on found.Id equals subscription.CustomerId
            where found.UserId == userId && subscription.EndedAt == null
            select new CustomerResponse(
                found.Id, found.UserId, found.Email, found.Name,
                new PlanResponse(subscription.Plan!.Code, subscription.Plan.MonthlyPrice, subscription.Plan.Currency, subscription.ActivatedAt)))
            .SingleOrDefaultAsync(cancellationToken);
        return customer is null
            ? ApiProblem.NotFound("customer-not-found", $"User {userId} is not a customer (yet).")
            : TypedResults.Ok(customer);
    }
}
