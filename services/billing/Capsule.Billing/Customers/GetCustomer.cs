using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

/// <summary>Returns a customer with the running subscription: the caller's own, or any with the scope billing:read.</summary>
internal sealed class GetCustomer(BillingDbContext database)
{
    public async Task<Outcome<CustomerResponse>> ExecuteAsync(Guid userId, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        if (!caller.MayRead(userId, Scopes.BillingRead))
        {
            return Refusal.Forbidden("not-your-account", $"Reading other users' subscriptions requires the scope {Scopes.BillingRead}.");
        }

        return await FindAsync(userId, cancellationToken) is { } customer
            ? customer
            : await MissingAsync(userId, caller, cancellationToken);
    }

    // One statement over ix_customers_user_id and ix_subscriptions_running.
    private Task<CustomerResponse?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        (
            from found in database.Customers.AsNoTracking()
            join subscription in database.Subscriptions.Where(subscription => subscription.EndedAt == null)
                on found.Id equals subscription.CustomerId
                into subscriptions
            from running in subscriptions.DefaultIfEmpty()
            where found.UserId == userId && found.Name != "" // A customer without a name is still waiting for the sign-up event.
            select new CustomerResponse(
                found.Id,
                found.UserId,
                found.Email,
                found.Name,
                running == null
                    ? null
                    : new PlanResponse(running.Plan!.Code, running.Plan.MonthlyPrice, running.Plan.Currency, running.ActivatedAt)
            )
        ).SingleOrDefaultAsync(cancellationToken);

    // The sign-up event may arrive after the account was closed; such a user gets 404 instead of "not ready".
    private async Task<Refusal> MissingAsync(Guid userId, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        await database.Customers.AsNoTracking().SingleOrDefaultAsync(found => found.UserId == userId, cancellationToken)
            is { IsClosed: true }
            ? Refusal.NotFound("customer-not-found", $"User {userId} closed the account.")
            : AwaitedData.Missing("customer", userId, caller, Scopes.BillingRead);
}
