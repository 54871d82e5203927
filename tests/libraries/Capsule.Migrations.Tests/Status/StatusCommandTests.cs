using System.Diagnostics;
using System.Text.Json;
using Capsule.Data;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Status;

public sealed class StatusCommandTests
{
    [Fact]
    public async Task It_is_one_line()
    {
        await using var run = await MigratedAsync();

        var status = await SampleCommand.InvokeAsync(run, ["status"]);

        Assert.Equal((BundleExitCode.Success, ""), (status.Code, status.Error));
        Assert.Matches(
            $@"^sample: PostgreSQL \d+\.\d+, {run.Name} \d+(\.\d)? MB, connections \d+ of \d+ \(database 1, API 0\), no open transaction, vacuum in time, "
                + "no replicas, 0 pending, no invalid indexes$",
            Assert.Single(status.Lines)
        );
    }

    [Fact]
    public async Task Limits_are_those_of_server_database_and_role()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>(
            $"alter database {run.Name} connection limit 50; alter role {SqlText.Identifier(run.RoleName)} connection limit 20"
        );
        await using var api = new NpgsqlConnection(run.ApiConnectionString());
        await api.OpenAsync();

        var text = await SampleCommand.InvokeAsync(run, ["status"]);
        var connections = (await SampleCommand.InvokeAsync(run, ["status", "--json"])).Json.GetProperty("connections");

        // The test's own, the API's and the one that asks.
        Assert.Contains("(database 3 of 50, API 1 of 20)", text.Output);
        Assert.Equal((50, 20), (connections.GetProperty("databaseLimit").GetInt32(), connections.GetProperty("roleLimit").GetInt32()));
        Assert.Equal(
            await run.AsOwnerAsync<int>(
                "select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
            ),
            connections.GetProperty("allowed").GetInt32()
        );
        Assert.InRange(connections.GetProperty("used").GetInt32(), 2, connections.GetProperty("allowed").GetInt32());
    }

    [Fact]
    public async Task The_oldest_transaction_is_named_with_its_session()
    {
        await using var run = await MigratedAsync();
        await using var old = await BeganAsync(run, "importer");
        await using var young = await BeganAsync(run, "report");

        var text = await SampleCommand.InvokeAsync(run, ["status"]);
        var open = (await SampleCommand.InvokeAsync(run, ["status", "--json"])).Json.GetProperty("oldestTransaction");

        Assert.Matches($@"oldest transaction \d+ s \(idle in transaction, \w+, importer, session {old.ProcessID}\),", text.Output);
        Assert.Equal((old.ProcessID, "importer"), (open.GetProperty("pid").GetInt32(), open.GetProperty("application").GetString()));
        Assert.InRange(open.GetProperty("seconds").GetDouble(), 0.000001, 60);
    }

    [Fact]
    public async Task Dead_rows_that_nobody_vacuums_and_invalid_indexes_are_named()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>(
            """
            alter table sample.readings set (autovacuum_enabled = off);
            insert into sample.readings select 's', now() - i * interval '1 s', i from generate_series(1, 3000) i;
            delete from sample.readings;
            update pg_index set indisvalid = false where indexrelid = 'sample.ix_orders_account_id'::regclass
            """
        );
        JsonElement status = default;

        await Eventually.TrueAsync(
            async () =>
            {
                status = (await SampleCommand.InvokeAsync(run, ["status", "--json"])).Json;
                return status.GetProperty("vacuum").GetProperty("tables").GetArrayLength() > 0;
            },
            "the server has counted the dead rows"
        );
        var text = await SampleCommand.InvokeAsync(run, ["status"]);

        Assert.Contains("vacuum behind: sample.readings with 3000 dead rows,", text.Output);
        Assert.EndsWith("invalid indexes sample.ix_orders_account_id", text.Lines[0]);
        Assert.Equal("sample.ix_orders_account_id", Assert.Single(status.GetProperty("invalidIndexes").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Migrations_are_pending_or_of_a_newer_build()
    {
        await using var run = await SampleRun.CreateAsync();
        var empty = await SampleCommand.InvokeAsync(run, ["status"]);
        await run.MigrateAsync();
        await run.AsOwnerAsync<object>(
            """
            delete from sample.__ef_migrations_history where migration_id like '%AddReadings';
            insert into sample.__ef_migrations_history values ('29990101000000_Later', '99')
            """
        );

        var text = await SampleCommand.InvokeAsync(run, ["status"]);
        var json = (await SampleCommand.InvokeAsync(run, ["status", "--json"])).Json;

        Assert.Contains($" {SampleRun.LibrarySteps.Length + 2} pending,", empty.Output);
        Assert.Contains(" 1 pending (1 of a newer build),", text.Output);
        Assert.Equal("20261121105545_AddReadings", Assert.Single(json.GetProperty("pending").EnumerateArray()).GetString());
        Assert.Equal("29990101000000_Later", Assert.Single(json.GetProperty("ahead").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task An_owner_without_rights_on_statistics_counts_all_and_says_what_it_does_not_see()
    {
        await using var run = await MigratedAsync();
        var owner = $"owner_{Guid.NewGuid():n}";
        await run.AsOwnerAsync<object>($"create role {owner} login password 'o'");
        var connection = new NpgsqlConnectionStringBuilder(run.ConnectionString)
        {
            Username = owner,
            Password = "o",
            Pooling = false,
        }.ConnectionString;
        await run.AsOwnerAsync<object>(
            $"grant connect on database {run.Name} to {owner}; grant usage on schema sample to {owner}; grant select on sample.__ef_migrations_history to {owner}"
        );
        await using var api = new NpgsqlConnection(run.ApiConnectionString());
        await api.OpenAsync();

        var status = await SampleCommand.InvokeAsync(run, ["status", "--connection", connection]);

        await run.AsOwnerAsync<object>($"drop owned by {owner}; drop role {owner}");
        Assert.Contains("(database 3, API 1), no open transaction (of the owner; others' need pg_read_all_stats), ", status.Output);
    }

    [Fact]
    public async Task It_takes_less_than_100_ms()
    {
        await using var run = await MigratedAsync();
        await SampleCommand.InvokeAsync(run, ["status"]);
        var best = TimeSpan.MaxValue;

        for (var i = 0; i < 10; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await SampleCommand.InvokeAsync(run, ["status"]);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        TestContext.Current.SendDiagnosticMessage($"status: {best.TotalMilliseconds:0.0} ms");
    }

    private static async Task<SampleRun> MigratedAsync()
    {
        var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        NpgsqlConnection.ClearPool(new NpgsqlConnection(run.ConnectionString));
        return run;
    }

    private static async Task<NpgsqlConnection> BeganAsync(SampleRun run, string application)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(run.ConnectionString) { ApplicationName = application, Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("begin; select 1", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
