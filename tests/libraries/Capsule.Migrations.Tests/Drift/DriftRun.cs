using Capsule.Sample.Migrations;
using Npgsql;

namespace Capsule.Migrations.Tests.Drift;

/// <summary>What tests of drift have in common.</summary>
internal static class DriftRun
{
    public static async Task<SampleRun> MigratedAsync()
    {
        var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();
        return run;
    }

    public static DriftCheck<SampleDbContext> Check(SampleRun run, MigrationOptions options) =>
        new(new NpgsqlConnectionStringBuilder(run.ConnectionString), options, typeof(SampleDbContext).Assembly);

    public static Task<long> ScratchDatabasesAsync(SampleRun run) =>
        run.AsOwnerAsync<long>($"select count(*) from pg_database where datname like '{run.Name}\\_drift\\_%'");
}
