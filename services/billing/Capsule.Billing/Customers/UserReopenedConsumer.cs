using Capsule.Contracts;
using Capsule.Messaging;
using MassTransit;

namespace Capsule.Billing.Customers;

/// <summary>Who has their account back is on the plan that they were on.</summary>
internal sealed class UserReopenedConsumer(BillingDbContext database, CustomerTable customers, IEventPublisher events, TimeProvider clock)
    : IConsumer<UserReopened>
{
    public async Task Consume(ConsumeContext<UserReopened> context)
    {
        var (reopened, cancellation) = (context.Message, context.CancellationToken);
        var customer = await customers.LockOrAddAsync(reopened.UserId, cancellation);
        customer.ReopenedAt = customer.ReopenedAt > reopened.OccurredAt ? customer.ReopenedAt : reopened.OccurredAt;
        if (!customer.IsClosed && await customers.LastSubscriptionAsync(customer.Id, cancellation) is { EndedAt: not null } ended)
        {
            var now = clock.GetUtcNow();
            database.Subscriptions.Add(new Subscription { CustomerId = customer.Id, PlanId = ended.PlanId, ActivatedAt = now });
            events.Publish(new SubscriptionActivated(customer.UserId, customer.Id, ended.Plan!.Code, now));
        }

        await database.SaveChangesAsync(cancellation);
    }
}
