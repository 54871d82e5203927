using Capsule.Billing.Plans;
using Capsule.Contracts;
using Capsule.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

/// <summary>A new user becomes a customer on the free plan; the inbox sees to it that this happens once.</summary>
internal sealed class UserRegisteredConsumer(BillingDbContext database, CustomerTable customers, IEventPublisher events, TimeProvider clock)
    : IConsumer<UserRegistered>
{
    public async Task Consume(ConsumeContext<UserRegistered> context)
    {
        var (user, cancellation) = (context.Message, context.CancellationToken);
        var customer = await customers.LockOrAddAsync(user.UserId, cancellation);
        if (database.Entry(customer).State != EntityState.Added && await customers.LastSubscriptionAsync(customer.Id, cancellation) is not null)
        {
            return; // Announced before, under another message id.
        }

        var free = await database.Plans.SingleAsync(plan => plan.Code == Plan.Free, cancellation);
        var now = clock.GetUtcNow();
        (customer.Name, customer.Email) = (user.Name, customer.EmailChangedAt is null ? user.Email : customer.Email);

        // Who has closed the account meanwhile was subscribed all the same, for nothing.
        database.Subscriptions.Add(new Subscription { CustomerId = customer.Id, PlanId = free.Id, ActivatedAt = now, EndedAt = customer.IsClosed ? now : null });
        if (!customer.IsClosed)
        {
            events.Publish(new SubscriptionActivated(user.UserId, customer.Id, free.Code, now));
        }

        await database.SaveChangesAsync(cancellation);
    }
}
