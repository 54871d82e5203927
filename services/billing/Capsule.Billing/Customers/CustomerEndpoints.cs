using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/api/customers").WithTags("Customers");

        customers.MapGet("{userId:guid}", GetAsync).WithName("GetCustomer").RequireScope(Scopes.Billing)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
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
            ? await MissingAsync(userId, caller, database, cancellationToken)
            : TypedResults.Ok(customer);
    }

    // The sign-up of an account that is closed already may come late, but its user waits for nothing.
    private static async Task<ProblemHttpResult> MissingAsync(
        Guid userId, ClaimsPrincipal caller, BillingDbContext database, CancellationToken cancellationToken) =>
        await database.Customers.AsNoTracking().SingleOrDefaultAsync(found => found.UserId == userId, cancellationToken) is { IsClosed: true }
            ? ApiProblem.NotFound("customer-not-found", $"User {userId} closed the account.")
            : AwaitedData.Missing("customer", userId, caller, Scopes.BillingRead);
}
