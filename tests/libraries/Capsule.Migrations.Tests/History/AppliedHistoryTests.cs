using Capsule.Migrations.Tests.Chains;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Migrations.Tests.History;

public sealed class AppliedHistoryTests
{
    [Fact]
    public async Task It_is_the_table_that_EF_makes_and_EF_reads_what_is_in_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await using var efs = Context("efs");
        await using var ours = Context("ours");
        await database.ExecuteAsync("create schema efs; create schema ours");

        await database.ExecuteAsync(efs.GetService<IHistoryRepository>().GetCreateIfNotExistsScript());
        await database.ExecuteAsync(AppliedHistory.CreateSql("ours"));
        await new SchemaHistory(connection, "ours").WriteAsync(
            await OpenedAsync([
                AppliedHistory.Insert("ours", "1_A"),
                AppliedHistory.Insert("ours", "2_B"),
                AppliedHistory.Delete("ours", "1_A"),
            ]),
            default
        );

        Assert.Equal(await DescribeAsync("efs"), await DescribeAsync("ours"));
        Assert.Equal(["2_B"], await ours.Database.GetAppliedMigrationsAsync());
        Assert.Equal(ProductInfo.GetVersion(), (await ours.GetService<IHistoryRepository>().GetAppliedMigrationsAsync())[0].ProductVersion);

        AllContext Context(string schema) =>
            MigrationContext.Create<AllContext>(
                connection,
                new MigrationOptions { Service = "chain", Schema = schema },
                typeof(AllContext).Assembly
            );

        async Task<NpgsqlBatchCommand[]> OpenedAsync(NpgsqlBatchCommand[] commands)
        {
            await connection.OpenAsync();
            return commands;
        }

        Task<string?> DescribeAsync(string schema) =>
            SampleRun.ScalarAsync<string>(
                database.ConnectionString,
                $"""
                select string_agg(format('%s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, attnum), '; ' order by attnum)
                    || (select string_agg(format('; %s %s', conname, pg_get_constraintdef(oid)), '') from pg_constraint where conrelid = '{schema}.__ef_migrations_history'::regclass)
                  from pg_attribute where attrelid = '{schema}.__ef_migrations_history'::regclass and attnum > 0
                """
            );
    }
}
