using Capsule.Contracts;
using MassTransit;

namespace Capsule.Billing.Customers;

/// <summary>
/// Who closes their account is subscribed to nothing any more. The customer stays, with name and address: invoices and their recipients have to be
/// kept for years.
/// </summary>
internal sealed class UserClosedConsumer(BillingDbContext database, CustomerTable customers, TimeProvider clock) : IConsumer<UserClosed>
{
    public async Task Consume(ConsumeContext<UserClosed> context)
    {
        var (closed, cancellation) = (context.Message, context.CancellationToken);
        var customer = await customers.LockOrAddAsync(closed.UserId, cancellation);
        customer.ClosedAt = customer.ClosedAt > closed.OccurredAt ? customer.ClosedAt : closed.OccurredAt;
        if (customer.IsClosed && await customers.LastSubscriptionAsync(customer.Id, cancellation) is { EndedAt: null } running)
        {
            running.EndedAt = clock.GetUtcNow();
        }

        await database.SaveChangesAsync(cancellation);
    }
}
