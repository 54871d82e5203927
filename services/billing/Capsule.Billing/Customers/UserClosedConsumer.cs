using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Billing.Customers;

/// <summary>
/// Who closes their account is subscribed to nothing any more. The customer stays, with name and address: invoices and their recipients have to be
/// kept for years.
/// </summary>
internal sealed class UserClosedConsumer(BillingDbContext database, CustomerTable customers, TimeProvider clock) : IEventConsumer<UserClosed>
{
    public async Task ConsumeAsync(UserClosed message, CancellationToken cancellationToken)
    {
        var customer = await customers.LockOrAddAsync(message.UserId, cancellationToken);
        customer.ClosedAt = customer.ClosedAt > message.OccurredAt ? customer.ClosedAt : message.OccurredAt;
        if (customer.IsClosed && await customers.LastSubscriptionAsync(customer.Id, cancellationToken) is { EndedAt: null } running)
        {
            running.EndedAt = clock.GetUtcNow();
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
