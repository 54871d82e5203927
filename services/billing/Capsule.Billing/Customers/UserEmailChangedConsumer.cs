using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Billing.Customers;

/// <summary>Invoices go to the user's address of now.</summary>
internal sealed class UserEmailChangedConsumer(BillingDbContext database, CustomerTable customers) : IEventConsumer<UserEmailChanged>
{
    public async Task ConsumeAsync(UserEmailChanged message, CancellationToken cancellationToken)
    {
        var customer = await customers.LockOrAddAsync(message.UserId, cancellationToken);
        if (!(customer.EmailChangedAt > message.OccurredAt))
        {
            (customer.Email, customer.EmailChangedAt) = (message.Email, message.OccurredAt);
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
