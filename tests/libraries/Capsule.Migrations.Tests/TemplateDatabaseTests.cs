using Capsule.Sample.Migrations;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests;

public sealed class TemplateDatabaseTests
{
    private const string Role = "template_sample_user";

    private static int _builds;

    [Fact]
    public async Task Copies_are_migrated_independent_and_made_from_one_template()
    {
        var copies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TestDatabase.FromBundleAsync("sample", MigrateAsync)));
        try
        {
            await Task.WhenAll(
                copies
                    .Take(3)
                    .Select(copy =>
                        SampleRun.ScalarAsync<object>(
                            Api(copy),
                            "insert into sample.accounts (id, email) values (uuid_generate_v4(), 'a@b')"
                        )
                    )
            );

            var counts = await Task.WhenAll(
                copies.Select(copy => SampleRun.ScalarAsync<long>(Api(copy), "select count(*) from sample.accounts"))
            );

            Assert.Equal([1L, 1L, 1L, 0L, 0L, 0L], counts);
            Assert.InRange(_builds, 0, 1);
        }
        finally
        {
            await Task.WhenAll(copies.Select(copy => copy.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task Rights_on_the_database_itself_are_copied()
    {
        await using var copy = await TestDatabase.FromBundleAsync("sample", MigrateAsync);

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            SampleRun.ScalarAsync<object>(Api(copy), "create temporary table x (id int)")
        );

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    private static async Task MigrateAsync(string connectionString)
    {
        Interlocked.Increment(ref _builds);
        await MigrationBundle.MigrateAsync<SampleDbContext>(
            connectionString,
            new MigrationOptions { Service = "sample", ApiRole = new ApiRole(Role, "p") },
            typeof(SampleDbContext).Assembly
        );
    }

    private static string Api(TestDatabase database) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionStringFor(Role, "p")) { Pooling = false }.ConnectionString;
}
