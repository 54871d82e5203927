using Capsule.Contracts;
using MassTransit;

namespace Capsule.Billing.Customers;

/// <summary>Invoices go to the user's address of now.</summary>
internal sealed class UserEmailChangedConsumer(BillingDbContext database, CustomerTable customers) : IConsumer<UserEmailChanged>
{
    public async Task Consume(ConsumeContext<UserEmailChanged> context)
    {
        var change = context.Message;
        var customer = await customers.LockOrAddAsync(change.UserId, context.CancellationToken);
        if (!(customer.EmailChangedAt > change.OccurredAt))
        {
            (customer.Email, customer.EmailChangedAt) = (change.Email, change.OccurredAt);
        }

        await database.SaveChangesAsync(context.CancellationToken);
    }
}
