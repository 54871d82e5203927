using Capsule.Testing;
using Npgsql;

namespace Capsule.Data.Tests.Status;

public sealed class DatabaseStatusReaderTests
{
    [Fact]
    public async Task Without_a_history_everything_is_pending()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);

        var status = await new DatabaseStatusReader(source, "library", ["1_One", "2_Two"]).ReadAsync();

        Assert.Equal((database.Name, "library"), (status.Name, status.Schema));
        Assert.StartsWith("15.", status.ServerVersion);
        Assert.True(status.SizeBytes > 1_000_000);
        Assert.InRange(status.ConnectionsUsed, 1, status.ConnectionsAllowed);
        Assert.Equal(1, status.ConnectionsOfDatabase);
        Assert.Empty(status.Applied);
        Assert.Equal(["1_One", "2_Two"], status.Pending);
        Assert.Empty(status.Ahead);
    }

    [Fact]
    public async Task A_role_without_rights_on_statistics_counts_the_sessions_of_others_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        var role = $"plain_{database.Name}";
        await using var owner = NpgsqlDataSource.Create(database.ConnectionString);
        await using var session = await owner.OpenConnectionAsync();
        await ExecuteAsync(session, $"create role {role} login password 'plain'");
        try
        {
            await using var source = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(database.ConnectionStringFor(role, "plain")) { Pooling = false }.ConnectionString
            );

            var status = await new DatabaseStatusReader(source, "library", []).ReadAsync();

            Assert.Equal(2, status.ConnectionsOfDatabase);
        }
        finally
        {
            await ExecuteAsync(session, $"drop role {role}");
        }
    }

    [Fact]
    public async Task An_empty_history_is_no_error()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await CreateHistoryAsync(source, "lib rary");

        var status = await new DatabaseStatusReader(source, "lib rary", ["1_One"]).ReadAsync();

        Assert.Equal(["1_One"], status.Pending);
    }

    [Fact]
    public async Task Pending_and_ahead_are_the_differences()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await CreateHistoryAsync(source, "library", "2_Two", "1_One", "9_Future");

        var status = await new DatabaseStatusReader(source, "library", ["1_One", "2_Two", "3_Three"]).ReadAsync();

        Assert.Equal(["1_One", "2_Two", "9_Future"], status.Applied);
        Assert.Equal(["3_Three"], status.Pending);
        Assert.Equal(["9_Future"], status.Ahead);
    }

    private static async Task CreateHistoryAsync(NpgsqlDataSource source, string schema, params string[] names)
    {
        await using var create = source.CreateCommand(
            $"create schema \"{schema}\"; create table \"{schema}\".__ef_migrations_history (migration_id varchar(150) primary key, product_version varchar(32) not null)"
        );
        await create.ExecuteNonQueryAsync();
        await using var insert = source.CreateCommand($"insert into \"{schema}\".__ef_migrations_history select unnest($1), '10'");
        insert.Parameters.AddWithValue(names);
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
