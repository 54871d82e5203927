using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Billing.Customers;

/// <summary>
/// Updates the invoice address, and ends the subscription of a closed account; a reopened account continues its last plan. The customer of
/// a closed account is kept with name and address, because invoices and their recipients must be kept for years.
/// </summary>
internal sealed class AccountStateChangedConsumer(
    BillingDbContext database,
    CustomerTable customers,
    IEventPublisher events,
    TimeProvider timeProvider
) : IEventConsumer<AccountStateChanged>
{
    public async Task ConsumeAsync(AccountStateChanged message, CancellationToken cancellationToken)
    {
        var customer = await customers.LockOrAddAsync(message.UserId, cancellationToken);
        var wasClosed = customer.IsClosed;
        if (customer.Follow(message))
        {
            customer.Email = message.Email;
            if (customer.IsClosed != wasClosed)
            {
                await ChangeSubscriptionAsync(customer, cancellationToken);
            }
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task ChangeSubscriptionAsync(Customer customer, CancellationToken cancellationToken)
    {
        var last = await customers.LastSubscriptionAsync(customer.Id, cancellationToken);
        var now = timeProvider.GetUtcNow();
        if (customer.IsClosed && last is { EndedAt: null })
        {
            last.EndedAt = now;
        }
        else if (!customer.IsClosed && last is { EndedAt: not null })
        {
            database.Subscriptions.Add(
                new Subscription
                {
                    CustomerId = customer.Id,
                    PlanId = last.PlanId,
                    ActivatedAt = now,
                }
            );
            events.Publish(new SubscriptionActivated(customer.UserId, customer.Id, last.Plan!.Code, now));
        }
    }
}
