using Capsule.Data;
using static Capsule.Migrations.Tests.Drift.DriftRun;

namespace Capsule.Migrations.Tests.Drift;

public sealed class DriftCommandTests
{
    private const string AddReadings = "20261121105545_AddReadings";

    [Fact]
    public async Task A_migrated_database_has_none()
    {
        await using var run = await MigratedAsync();

        var drift = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal((BundleExitCode.Success, ""), (drift.Code, drift.Error));
        Assert.Matches(
            $@"^sample: no drift between schema sample of {run.Name} and the migrations up to {AddReadings}; \d+ objects, \d+ ms$",
            drift.Lines[^1]
        );
        Assert.Equal(0L, await ScratchDatabasesAsync(run));
    }

    [Fact]
    public async Task A_change_by_hand_ends_with_3_and_a_document_says_what()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>("alter table sample.orders alter currency type varchar(3); drop index sample.ix_accounts_email");

        var text = await SampleCommand.InvokeAsync(run, ["drift"]);
        var json = await SampleCommand.InvokeAsync(run, ["drift", "--json"]);

        Assert.Equal((BundleExitCode.Drift, BundleExitCode.Drift), (text.Code, json.Code));
        Assert.Equal(
            "column sample.orders.currency: the database has character varying(3) not null, the migrations make text not null",
            text.Lines[1]
        );
        Assert.StartsWith("index sample.ix_accounts_email: the database has none, the migrations make CREATE UNIQUE INDEX", text.Lines[2]);
        Assert.StartsWith("sample: 2 differences between", text.Lines[3]);
        Assert.True(json.Json.GetProperty("drift").GetBoolean());
        var column = json.Json.GetProperty("differences")[0];
        Assert.Equal(text.Lines[1], column.GetProperty("text").GetString());
        Assert.Equal("missing", json.Json.GetProperty("differences")[1].GetProperty("change").GetString());
        Assert.Equal("character varying(3)", column.GetProperty("properties")[0].GetProperty("database").GetString());
        Assert.Equal(0L, await ScratchDatabasesAsync(run));
    }

    [Fact]
    public async Task What_is_pending_is_no_drift()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>(
            $"drop table sample.readings; delete from sample.__ef_migrations_history where migration_id = '{AddReadings}'"
        );

        var drift = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal((BundleExitCode.Success, ""), (drift.Code, drift.Error));
        Assert.Equal($"sample: pending, and so no drift: {AddReadings}", drift.Lines[^2]);
        Assert.Contains("the migrations up to 20261121105530_Initial;", drift.Lines[^1]);
    }

    [Fact]
    public async Task An_empty_database_has_none_and_a_foreign_table_in_it_is()
    {
        await using var run = await SampleRun.CreateAsync();

        var empty = await SampleCommand.InvokeAsync(run, ["drift"]);
        await run.AsOwnerAsync<object>("create schema sample; create table sample.x (id int)");
        var foreign = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal((BundleExitCode.Success, BundleExitCode.Drift), (empty.Code, foreign.Code));
        Assert.Equal("schema sample: the database has it, the migrations make none", foreign.Lines[0]);
    }

    [Fact]
    public async Task Migrations_of_a_newer_bundle_are_named()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>(
            "insert into sample.__ef_migrations_history values ('29990101000000_Later', '99'); create table sample.later (id int)"
        );

        var drift = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal(BundleExitCode.Drift, drift.Code);
        Assert.Contains(
            drift.Lines,
            line => line.Contains("does not know, what they made counts as drift: 29990101000000_Later", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Another_schema_is_compared_with_the_same_migrations()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync(schema: "tenant \"7\"");
        await run.AsOwnerAsync<object>(
            "alter table \"tenant \"\"7\"\"\".orders add note text; create schema sample; create table sample.x (id int)"
        );

        var drift = await SampleCommand.InvokeAsync(run, ["drift"], new() { ["SAMPLE_DB_SCHEMA"] = "tenant \"7\"" });

        Assert.Equal("column \"tenant \"\"7\"\"\".orders.note: the database has text null, the migrations make none", drift.Lines[1]);
        Assert.StartsWith("sample: 1 difference between schema tenant \"7\"", drift.Lines[2]);
    }

    [Fact]
    public async Task Partitions_that_a_service_makes_while_it_runs_are_none()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>(
            """
            create table sample.events (id int not null, at timestamptz not null, primary key (id, at)) partition by range (at);
            create index ix_events_at on sample.events (at);
            create trigger t before insert on sample.events for each row execute function sample.set_updated_at();
            """
        );
        var before = await SampleCommand.InvokeAsync(run, ["drift"]);
        await run.AsOwnerAsync<object>(
            """
            create table sample.events_2026 partition of sample.events for values from ('2026-01-01') to ('2027-01-01');
            create table sample.refers (id int, at timestamptz);
            alter table sample.refers add foreign key (id, at) references sample.events;
            drop table sample.refers
            """
        );

        var after = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal("table sample.events: the database has it, the migrations make none", before.Lines[1]);
        Assert.Equal(before.Lines[1..^1], after.Lines[1..^1]);
    }

    [Fact]
    public async Task A_role_that_is_gone_is_told()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>($"drop owned by {SqlText.Identifier(run.RoleName)}; drop role {SqlText.Identifier(run.RoleName)}");

        var drift = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal(BundleExitCode.Drift, drift.Code);
        Assert.Equal($"role {run.RoleName}: the server has none, the migrations make it, and its grants (not compared)", drift.Lines[1]);
        Assert.StartsWith("sample: 1 difference", drift.Lines[2]);
    }

    [Fact]
    public async Task Another_version_of_an_extension_is_told_and_no_drift()
    {
        await using var run = await MigratedAsync();
        await run.AsOwnerAsync<object>("update pg_extension set extversion = '1.0' where extname = 'citext'");

        var drift = await SampleCommand.InvokeAsync(run, ["drift"]);

        Assert.Equal(BundleExitCode.Success, drift.Code);
        Assert.StartsWith(
            "sample: no drift, but extension citext: the database has version 1.0, made anew it is version 1.",
            drift.Lines[1]
        );
    }
}
