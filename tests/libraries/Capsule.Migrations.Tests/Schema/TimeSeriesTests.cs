using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Capsule.Migrations.Tests.Schema;

public sealed class TimeSeriesTests
{
    private const string Table = "create schema s; create table s.\"my points\" (at timestamptz primary key)";

    [Fact]
    public async Task Without_TimescaleDB_the_table_stays_and_gets_a_brin_index()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.AsOwnerAsync<object>(Table);

        await run.AsOwnerAsync<object>(Sql());

        Assert.Equal(
            "CREATE INDEX \"ix_my points_at\" ON s.\"my points\" USING brin (at) WITH (autosummarize='on')",
            await run.AsOwnerAsync<string>("select indexdef from pg_indexes where indexname = 'ix_my points_at'")
        );
    }

    /// <summary>TimescaleDB cannot be had everywhere; a function of the same name and arguments records how it would be called.</summary>
    [Fact]
    public async Task With_TimescaleDB_the_table_becomes_a_hypertable()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.AsOwnerAsync<object>(
            Table
                + """
                ;
                create table s.calls (call text);
                create function public.create_hypertable(
                    relation regclass, time_column_name name, partitioning_column name default null, number_partitions int default null,
                    chunk_time_interval anyelement default null::bigint, create_default_indexes boolean default true) returns void language sql as
                    $$ insert into s.calls values (concat_ws(' ', relation, time_column_name, chunk_time_interval, create_default_indexes)) $$
                """
        );

        await run.AsOwnerAsync<object>(Sql());

        Assert.Equal("s.\"my points\" at 168:00:00 f", await run.AsOwnerAsync<string>("select call from s.calls"));
        Assert.Contains(
            "USING btree (at DESC)",
            await run.AsOwnerAsync<string>("select indexdef from pg_indexes where indexname = 'ix_my points_at'")
        );
    }

    private static string Sql()
    {
        var builder = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        builder.CreateHypertableIfAvailable("s", "my points", "at", TimeSpan.FromDays(7));
        return Assert.IsType<SqlOperation>(Assert.Single(builder.Operations)).Sql;
    }
}
