using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Takes an error of the database for nothing.</summary>
internal sealed class SwallowingConsumer(ShopContext database) : IEventConsumer<OrderPlaced>
{
    public async Task ConsumeAsync(OrderPlaced message, CancellationToken cancellationToken)
    {
        try
        {
            await database.Database.ExecuteSqlAsync($"select 1 / 0", cancellationToken);
        }
        catch (PostgresException)
        {
            // As if it did not matter.
        }
    }
}
