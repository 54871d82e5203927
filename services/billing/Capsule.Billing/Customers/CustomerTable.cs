using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

/// <summary>Finds customers and their subscriptions for event consumers.</summary>
internal sealed class CustomerTable(BillingDbContext database)
{
    /// <inheritdoc cref="FollowedAccountTable.LockOrAddAsync"/>
    public Task<Customer> LockOrAddAsync(Guid userId, CancellationToken cancellationToken) =>
        database.LockOrAddAsync(
            userId,
            static user => new Customer
            {
                UserId = user,
                Email = "",
                Name = "",
            },
            cancellationToken
        );

    /// <summary>
    /// Returns a customer's running or last subscription; null until the sign-up event has arrived. Relies on
    /// ix_subscriptions_customer_id_activated_at.
    /// </summary>
    public Task<Subscription?> LastSubscriptionAsync(Guid customer, CancellationToken cancellationToken) =>
        database
            .Subscriptions.Include(subscription => subscription.Plan)
            .Where(subscription => subscription.CustomerId == customer)
            .OrderByDescending(subscription => subscription.ActivatedAt)
            .FirstOrDefaultAsync(cancellationToken);
}
