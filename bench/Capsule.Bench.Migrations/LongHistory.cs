using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Capsule.Data;
using Capsule.Migrations;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Bench.Migrations;

/// <summary>A service with a long history of migrations.</summary>
public sealed class LongHistoryContext(DbContextOptions<LongHistoryContext> options) : ServiceDbContext(options, "long");

/// <summary>The base of its migrations.</summary>
public abstract class SmallMigration : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("select 1");

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("select 1");
}

internal static class LongHistory
{
    /// <summary>Returns the median of several calls of info after <paramref name="count"/> migrations, in milliseconds.</summary>
    public static async Task<double> MeasureInfoAsync(int count, int calls)
    {
        var assembly = Build(count);
        await using var database = await TestDatabase.CreateAsync();
        var options = new MigrationOptions { Service = "long" };
        await MigrationBundle.MigrateAsync<LongHistoryContext>(database.ConnectionString, options, assembly);
        var run = new MigrationRun<LongHistoryContext>(new NpgsqlConnectionStringBuilder(database.ConnectionString), options, assembly);
        var times = new List<double>();
        for (var i = 0; i < calls; i++)
        {
            var watch = Stopwatch.StartNew();
            var applied = (await run.InfoAsync()).Count(migration => migration.IsApplied);
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (applied != count)
            {
                throw new InvalidOperationException($"{applied} of {count} are applied.");
            }
        }

        return times.Order().ElementAt(calls / 2);
    }

    private static Assembly Build(int count)
    {
        var name = new AssemblyName("Capsule.Bench.LongHistory");
        var builder = new PersistedAssemblyBuilder(name, typeof(object).Assembly);
        var module = builder.DefineDynamicModule("main");
        for (var i = 0; i < count; i++)
        {
            var id = DateTime.UnixEpoch.AddYears(56).AddHours(i).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + $"_Step{i}";
            var type = module.DefineType(
                $"Step{i}",
                TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Sealed,
                typeof(SmallMigration)
            );
            type.SetCustomAttribute(new CustomAttributeBuilder(typeof(MigrationAttribute).GetConstructor([typeof(string)])!, [id]));
            type.SetCustomAttribute(
                new CustomAttributeBuilder(typeof(DbContextAttribute).GetConstructor([typeof(Type)])!, [typeof(LongHistoryContext)])
            );
            type.CreateType();
        }

        using var file = new MemoryStream();
        builder.Save(file);
        var assembly = Assembly.Load(file.ToArray());
        // EF Core resolves the migrations assembly by name.
        AssemblyLoadContext.Default.Resolving += (_, wanted) => wanted.Name == name.Name ? assembly : null;
        return assembly;
    }
}
