using Capsule.Billing.Plans;
using Capsule.Contracts;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

/// <summary>Creates a customer on the free plan for a new user; the inbox ensures that this happens once.</summary>
internal sealed class UserRegisteredConsumer(
    BillingDbContext database,
    CustomerTable customers,
    IEventPublisher events,
    TimeProvider timeProvider
) : IEventConsumer<UserRegistered>
{
    public async Task ConsumeAsync(UserRegistered message, CancellationToken cancellationToken)
    {
        var customer = await customers.LockOrAddAsync(message.UserId, cancellationToken);
        if (
            database.Entry(customer).State != EntityState.Added
            && await customers.LastSubscriptionAsync(customer.Id, cancellationToken) is not null
        )
        {
            return; // The user was registered by an earlier event with another message id.
        }

        var free = await database.Plans.SingleAsync(plan => plan.Code == Plan.Free, cancellationToken);
        var now = timeProvider.GetUtcNow();
        customer.Name = message.Name;
        if (customer.Follow(message))
        {
            customer.Email = message.Email;
        }

        // If the account is already closed, its subscription ends at once; it only records the plan to continue if the account is reopened.
        database.Subscriptions.Add(
            new Subscription
            {
                CustomerId = customer.Id,
                PlanId = free.Id,
                ActivatedAt = now,
                EndedAt = customer.IsClosed ? now : null,
            }
        );
        if (!customer.IsClosed)
        {
            events.Publish(new SubscriptionActivated(message.UserId, customer.Id, free.Code, now));
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
