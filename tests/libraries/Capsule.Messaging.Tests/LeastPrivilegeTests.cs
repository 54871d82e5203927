using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Messaging.Tests;

public sealed class LeastPrivilegeTests
{
    [Fact]
    public async Task A_role_that_may_only_read_and_write_rows_is_enough()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        var role = $"r{Guid.NewGuid():n}";
        await using var owner = shop.Context("shop");
        var create = $"""
            create role {role} login password '{role}';
            grant usage on schema shop to {role};
            grant select, insert, update, delete on all tables in schema shop to {role};
            """;
        await owner.Database.ExecuteSqlRawAsync(create);
        try
        {
            var limited = new NpgsqlConnectionStringBuilder(shop.ConnectionString) { Username = role, Password = role };
            var host = await shop.StartAsync(
                "shop",
                bus => bus.AddConsumer<RecordingConsumer>(),
                settings: new()
                {
                    ["ConnectionStrings:database"] = limited.ConnectionString,
                    ["Messaging:Outbox:PollInterval"] = "01:00:00",
                }
            );
            await host.ReadyAsync();

            await host.PlaceOrderAsync();

            await Eventually.TrueAsync(async () => await shop.CountEffectsAsync("shop") == 1, "the effect");
            await shop.SendBytesAsync("{"u8.ToArray());
            await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Count == 1, "a dead letter");
            var first = (await shop.DeadLettersAsync())[0].Id;
            await shop.ReplayAsync(first);
            await Eventually.TrueAsync(async () => await shop.DeadLettersAsync() is [var row] && row.Id != first, "the same one anew");
            await host.StopAsync();
        }
        finally
        {
            var drop = $"drop owned by {role}; drop role {role};";
            await owner.Database.ExecuteSqlRawAsync(drop);
        }
    }
}
