using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Takes an error of the database for nothing.</summary>
internal sealed class SwallowingConsumer(ShopContext database) : IConsumer<OrderPlaced>
{
    public async Task Consume(ConsumeContext<OrderPlaced> context)
    {
        try
        {
            await database.Database.ExecuteSqlAsync($"select 1 / 0", context.CancellationToken);
        }
        catch (PostgresException)
        {
            // As if it did not matter.
        }
    }
}
