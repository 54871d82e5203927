using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Billing.Customers;

/// <summary>Who has their account back is on the plan that they were on.</summary>
internal sealed class UserReopenedConsumer(BillingDbContext database, CustomerTable customers, IEventPublisher events, TimeProvider clock)
    : IEventConsumer<UserReopened>
{
    public async Task ConsumeAsync(UserReopened message, CancellationToken cancellationToken)
    {
        var customer = await customers.LockOrAddAsync(message.UserId, cancellationToken);
        customer.ReopenedAt = customer.ReopenedAt > message.OccurredAt ? customer.ReopenedAt : message.OccurredAt;
        if (!customer.IsClosed && await customers.LastSubscriptionAsync(customer.Id, cancellationToken) is { EndedAt: not null } ended)
        {
            var now = clock.GetUtcNow();
            database.Subscriptions.Add(new Subscription { CustomerId = customer.Id, PlanId = ended.PlanId, ActivatedAt = now });
            events.Publish(new SubscriptionActivated(customer.UserId, customer.Id, ended.Plan!.Code, now));
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
