using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Billing.Customers;

/// <summary>Finds customers for the consumers of what happens to users, each of which has a queue of its own: events come in any order, and at once.</summary>
internal sealed class CustomerTable(BillingDbContext database)
{
    // Relies on ix_customers_user_id.
    private static readonly SchemaSql Lock = new("select * from {schema}.customers where user_id = @user_id for update");

    /// <summary>
    /// Returns a user's customer, locked until the transaction ends, or a new one that the next SaveChanges adds. Of two that add one at once the
    /// second fails, and its event is tried again.
    /// </summary>
    public async Task<Customer> LockOrAddAsync(Guid userId, CancellationToken cancellation)
    {
        var customer = (await database.Customers.FromSqlRaw(Lock.In(database), new NpgsqlParameter("user_id", userId)).ToListAsync(cancellation)).SingleOrDefault();
        return customer ?? database.Customers.Add(new Customer { UserId = userId, Email = "", Name = "" }).Entity;
    }

    /// <summary>
    /// Returns the subscription that a customer has, or had last; null before the sign-up was heard of. Relies on ix_subscriptions_customer_id_activated_at.
    /// </summary>
    public Task<Subscription?> LastSubscriptionAsync(Guid customer, CancellationToken cancellation) =>
        database.Subscriptions.Include(subscription => subscription.Plan)
            .Where(subscription => subscription.CustomerId == customer)
            .OrderByDescending(subscription => subscription.ActivatedAt)
            .FirstOrDefaultAsync(cancellation);
}
