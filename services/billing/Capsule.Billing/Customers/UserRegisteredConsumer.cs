using Capsule.Billing.Plans;
using Capsule.Contracts;
using Capsule.Messaging;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Billing.Customers;

/// <summary>A new user becomes a customer on the free plan; the inbox sees to it that this happens once.</summary>
internal sealed class UserRegisteredConsumer(BillingDbContext database, IEventPublisher events, TimeProvider clock)
    : IConsumer<UserRegistered>
{
    public async Task Consume(ConsumeContext<UserRegistered> context)
    {
        var user = context.Message;
        if (await database.Customers.AnyAsync(customer => customer.UserId == user.UserId, context.CancellationToken))
        {
            return; // Announced before, under another message id.
        }

        var free = await database.Plans.SingleAsync(plan => plan.Code == Plan.Free, context.CancellationToken);
        var now = clock.GetUtcNow();

        var customer = new Customer { UserId = user.UserId, Email = user.Email, Name = user.Name };
        database.Customers.Add(customer);
        database.Subscriptions.Add(new Subscription { CustomerId = customer.Id, PlanId = free.Id, ActivatedAt = now });
        events.Publish(new SubscriptionActivated(user.UserId, customer.Id, free.Code, now));

        await database.SaveChangesAsync(context.CancellationToken);
    }
}
