using Capsule.Contracts.Catalogue;
using Capsule.Testing;

namespace Capsule.Cli.Tests;

public sealed class RealBundleTests
{
    [Fact]
    public async Task All_services_are_migrated_and_then_have_nothing_to_do()
    {
        using var bundles = BundleFolder.Processes();
        await using var databases = await ServiceDatabases.CreateAsync();

        var first = await bundles.RunAsync(databases.Variables, "db", "migrate");
        var second = await bundles.RunAsync(databases.Variables, "db", "migrate", "--json");

        Assert.True(first.Code == 0, first.Error);
        Assert.All(
            ServiceCatalogue.Names,
            service =>
            {
                Assert.Matches(
                    $@"(?m)^\s*{service}\s+{databases[service].Name}\s+{service}\s+\d+\s+0\s+{service}_user\s+\d+\s*$",
                    first.Output
                );
                Assert.Matches($@"(?m)^{service}: applied \d+_\w+ in \d+ ms$", first.Error);
                Assert.Equal(0, second.Service(service).GetProperty("result").GetProperty("applied").GetArrayLength());
            }
        );
        Assert.Equal(0, second.Document.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Info_shows_a_table_per_service_and_changes_nothing()
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();

        var before = await bundles.RunAsync(databases.Variables, "db", "info");
        await bundles.RunAsync(databases.Variables, "db", "migrate", "auth", "billing");
        var after = await bundles.RunAsync(databases.Variables, "db", "info", "--json");

        Assert.True(before.Code == 0, before.Error);
        Assert.Equal(
            ServiceCatalogue.Names,
            before
                .Output.Split('\n')
                .Where(line => line.Length > 0 && char.IsAsciiLetter(line[0]))
                .Select(line => line.Split(' ')[0].Trim())
        );
        Assert.All(Migrations(before), line => Assert.Contains(" pending ", line));
        Assert.True(Migrations(before).Length >= 4);
        Assert.Equal(
            [false, false, true, true],
            ServiceCatalogue.Names.Select(service =>
                after.Service(service).GetProperty("result").GetProperty("migrations")[0].GetProperty("state").GetString() == "pending"
            )
        );
    }

    [Fact]
    public async Task A_service_that_fails_does_not_keep_the_others_from_finishing_and_running_again_resumes()
    {
        using var bundles = BundleFolder.Processes();
        await using var databases = await ServiceDatabases.CreateAsync();
        var unreachable = new Dictionary<string, string>(databases.Variables)
        {
            ["ConnectionStrings__billing-db"] = "Host=127.0.0.1;Port=1;Database=d;Username=u;Password=s3cret",
        };

        var run = await bundles.RunAsync(unreachable, "db", "migrate", "--wait", "5", "--json");
        var again = await bundles.RunAsync(databases.Variables, "db", "migrate", "--json");

        Assert.Equal(4, run.Code);
        Assert.Equal(["auth", "deploy", "monitor"], Ok(run));
        Assert.Equal(
            (4, true),
            (
                run.Service("billing").GetProperty("exitCode").GetInt32(),
                run.Service("billing").GetProperty("error").GetString()!.Contains("127.0.0.1:1")
            )
        );
        Assert.Contains("billing: waiting for 127.0.0.1:1", run.Error);
        Assert.DoesNotContain("s3cret", run.Output + run.Error);
        Assert.Equal(ServiceCatalogue.Names, Ok(again));
        Assert.Equal((0, 1), (Applied(again, "auth"), Math.Sign(Applied(again, "billing"))));
    }

    [Fact]
    public async Task The_summary_says_which_failed_and_why()
    {
        using var bundles = BundleFolder.Real();
        await using var databases = await ServiceDatabases.CreateAsync();
        databases.Variables["ConnectionStrings__billing-db"] = databases["billing"].ConnectionStringFor("nobody", "s3cret");
        databases.Variables["ConnectionStrings__deploy-db"] = "Nonsense";

        var run = await bundles.RunAsync(databases.Variables, "db", "info");

        Assert.Equal(1, run.Code);
        Assert.Matches(@"(?m)^billing: .* refused the connection: .* \(exit code 4\)$", run.Error);
        Assert.Matches(@"(?m)^deploy: ConnectionStrings:deploy-db is not a valid .* \(exit code 78\)$", run.Error);
        Assert.DoesNotContain("s3cret", run.Output + run.Error);
        Assert.EndsWith("2 ok, 2 not: billing, deploy\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_service_can_be_given_its_connection()
    {
        using var bundles = BundleFolder.Processes();
        await using var database = await TestDatabase.CreateAsync();

        var run = await bundles.RunAsync(
            "db",
            "info",
            "monitor",
            "--environment",
            "Development",
            "--connection",
            database.ConnectionString
        );
        var all = await bundles.RunAsync("db", "info", "--connection", database.ConnectionString);

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(" pending ", Migrations(run)[0]);
        Assert.Equal(64, all.Code);
        Assert.Contains("--connection needs exactly one service", all.Error);
    }

    [Fact]
    public async Task A_given_connection_does_not_make_it_Development()
    {
        await using var database = await TestDatabase.CreateAsync();

        var given = await CapsuleRun.InAsync(
            RepositoryFolder.Root,
            new Dictionary<string, string>(),
            "db",
            "info",
            "auth",
            "--connection",
            database.ConnectionString
        );
        var inherited = await CapsuleRun.InAsync(
            RepositoryFolder.Root,
            new Dictionary<string, string> { ["AUTH_SERVICE_DATABASE_URL"] = "postgresql://user:password@127.0.0.1:1/d" },
            "db",
            "info",
            "auth",
            "--wait",
            "0"
        );

        // Outside Development, TLS is required, which the test server has not.
        Assert.Equal((4, true), (given.Code, given.Error.Contains("SSL")));
        Assert.Equal((4, true), (inherited.Code, inherited.Error.Contains("127.0.0.1:1, database \"d\"")));
    }

    private static string[] Migrations(CapsuleRun run) =>
        [.. run.Output.Split('\n').Where(line => line.StartsWith("  20", StringComparison.Ordinal))];

    private static IEnumerable<string?> Ok(CapsuleRun run) =>
        run
            .Document.GetProperty("services")
            .EnumerateArray()
            .Where(service => service.GetProperty("ok").GetBoolean())
            .Select(service => service.GetProperty("service").GetString());

    private static int Applied(CapsuleRun run, string service) =>
        run.Service(service).GetProperty("result").GetProperty("applied").GetArrayLength();
}
