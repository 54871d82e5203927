using Capsule.Messaging.Tests.Support;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Messaging.Tests;

public sealed class MaintenanceTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Messaging:Outbox:MeasureInterval"] = "00:00:00.050",
        ["Messaging:CleanupInterval"] = "00:00:00.050",
        ["Messaging:Outbox:Retention"] = "1.00:00:00",
        ["Messaging:InboxRetention"] = "2.00:00:00",
    };

    [Fact]
    public async Task Whole_partitions_go_after_their_retention_but_none_with_an_event_that_has_not_left()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await AddDayAsync(shop, "outbox_messages", 2);
        await AddDayAsync(shop, "outbox_messages", 3);
        await AddDayAsync(shop, "inbox_messages", 2);
        await AddDayAsync(shop, "inbox_messages", 4);
        await shop.ExecuteAsync(
            $"""
            insert into shop.outbox_messages (id, type, payload, delivered_at) values ({Id(2)}, 'Some:Event', '1', current_timestamp), ({Id(
                3
            )}, 'Some:Event', '2', current_timestamp);
            insert into shop.outbox_messages (id, type, payload, next_attempt_at) values ({Id(
                3,
                1
            )}, 'Some:Event', '3', current_timestamp + interval '1 day');
            insert into shop.inbox_messages (message_id, consumer) values ({Id(2)}, 'c'), ({Id(4)}, 'c');
            """
        );

        await shop.StartAsync("shop", settings: Settings);

        await Eventually.TrueAsync(
            async () => (await PartitionsAsync(shop, "outbox_messages")).Count(IsPast) == 1,
            "the delivered partition of the outbox dropped"
        );
        await Eventually.TrueAsync(
            async () => (await PartitionsAsync(shop, "inbox_messages")).Count(IsPast) == 1,
            "the older partition of the inbox dropped"
        );
        Assert.Equal(["2", "3"], (await shop.OutboxAsync("shop")).Select(message => message.Payload).Order());
        Assert.Equal(1, await shop.ScalarAsync<long>("select count(*) from shop.inbox_messages"));
    }

    [Fact]
    public async Task Partitions_are_made_ahead_and_rows_that_came_without_one_move_into_theirs()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await shop.ExecuteAsync(
            $"""
            insert into shop.outbox_messages (id, type, payload, next_attempt_at) values ({Id(
                -4
            )}, 'Some:Event', '1', current_timestamp + interval '1 day'), (gen_random_uuid(), 'Some:Event', '2', current_timestamp + interval '1 day');
            """
        );
        Assert.Equal(2, await shop.ScalarAsync<long>("select count(*) from shop.outbox_messages_default"));

        await shop.StartAsync("shop", settings: new(Settings) { ["Messaging:PartitionsAhead"] = "6.00:00:00" });

        await Eventually.TrueAsync(
            async () => await shop.ScalarAsync<long>("select count(*) from shop.outbox_messages_default") == 1,
            "the row with a time in it moved"
        );
        Assert.True((await PartitionsAsync(shop, "outbox_messages")).Count >= 6);
        Assert.Equal(2, (await shop.OutboxAsync("shop")).Count);
    }

    [Fact]
    public async Task A_lock_that_is_not_to_be_had_is_left_for_the_next_call()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await AddDayAsync(shop, "outbox_messages", 3);
        await using var reader = new NpgsqlConnection(shop.ConnectionString);
        await reader.OpenAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using (var select = new NpgsqlCommand("select count(*) from shop.outbox_messages", reader))
        {
            await select.ExecuteScalarAsync();
        }

        const string Maintain = "select shop.maintain_message_partitions('1 day', '3 days', '1 day', '1 day')";
        Assert.Equal(-1, await shop.ScalarAsync<int>(Maintain));
        await transaction.CommitAsync();
        Assert.Equal(1, await shop.ScalarAsync<int>(Maintain));
        Assert.Equal(0, await shop.ScalarAsync<int>(Maintain));
    }

    [Fact]
    public async Task While_everybody_waits_for_the_table_a_partition_that_is_locked_is_not_waited_for()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await AddDayAsync(shop, "outbox_messages", 3);
        await using var vacuum = new NpgsqlConnection(shop.ConnectionString);
        await vacuum.OpenAsync();
        await using var transaction = await vacuum.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table shop.outbox_messages_past3 in share update exclusive mode", vacuum))
        {
            await hold.ExecuteNonQueryAsync();
        }

        // Without a limit of time, so that one who waits for the partition waits for good.
        await shop.ExecuteAsync("alter function shop.drop_partitions(regclass, timestamptz, text) reset lock_timeout");
        const string Maintain =
            "set statement_timeout = '20s'; select shop.maintain_message_partitions('1 day', '3 days', '1 day', '1 day')";
        Assert.Equal(-1, await shop.ScalarAsync<int>(Maintain));
        await transaction.CommitAsync();
        Assert.Equal(1, await shop.ScalarAsync<int>(Maintain));
    }

    private static string Id(int daysAgo, int number = 0) =>
        $"'{TimeProvider.System.GetUtcNow().AddDays(-daysAgo).ToUnixTimeMilliseconds():x12}70008000{number:x12}'";

    private static Task AddDayAsync(Shop shop, string table, int daysAgo) =>
        shop.ExecuteAsync(
            $"""
            create table shop.{table}_past{daysAgo} partition of shop.{table}
                for values from ({Bound(daysAgo)}) to ({Bound(daysAgo - 1)})
            """
        );

    private static string Bound(int daysAgo) =>
        $"'{new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-daysAgo), TimeSpan.Zero).ToUnixTimeMilliseconds():x12}{new string('0', 20)}'";

    private static bool IsPast(string name) => name.Contains("_past", StringComparison.Ordinal);

    private static async Task<List<string>> PartitionsAsync(Shop shop, string table) =>
        [.. await shop.ScalarAsync<string[]>($"select array_agg(name::text) from shop.time_partitions('shop.{table}')") ?? []];
}
