using Capsule.Testing;

namespace Capsule.Cli.Tests;

public sealed class FindingBundlesTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task Bundles_are_found_in_a_folder_and_below_it_by_option_or_variable()
    {
        using var bundles = new BundleFolder().Add("One", "echo '{}'").Add("Notes.txt", "exit 9");
        bundles.AddReal("auth");

        var byVariable = await bundles.RunAsync("db", "info", "none");
        var byOption = await CapsuleRun.InAsync(
            Path.GetTempPath(),
            Nothing,
            "db",
            "info",
            "none",
            "--bundles",
            Path.GetRelativePath(Path.GetTempPath(), bundles.Path)
        );

        Assert.EndsWith("Known: auth, one.\n", byVariable.Error, StringComparison.Ordinal);
        Assert.Equal(byVariable.Error, byOption.Error);
    }

    [Fact]
    public async Task Two_bundles_of_a_service_are_refused()
    {
        using var bundles = new BundleFolder().Add("Auth", "exit 9");
        bundles.AddReal("auth");

        var run = await bundles.RunAsync("db", "info");

        Assert.Equal(78, run.Code);
        Assert.Contains("The service \"auth\" has two bundles", run.Error);
    }

    [Fact]
    public async Task Without_bundles_both_ways_to_name_them_are_named()
    {
        using var empty = new BundleFolder();

        var run = await CapsuleRun.InAsync(empty.Path, Nothing, "db", "info");
        var none = await empty.RunAsync("db", "info");
        var missing = await CapsuleRun.InAsync(empty.Path, Nothing, "db", "info", "--bundles", "missing");

        Assert.All(new[] { run, none, missing }, failed => Assert.Equal(78, failed.Code));
        Assert.Contains("--bundles or CAPSULE_BUNDLES", run.Error);
        Assert.Contains("no program Capsule.<Name>.Migrations in it or below it", none.Error);
        Assert.Contains("There is no folder ", missing.Error);
    }

    [Fact]
    public async Task In_a_checkout_the_services_are_those_of_its_projects()
    {
        var run = await CapsuleRun.InAsync(Path.Combine(RepositoryFolder.Root, "docs", "decisions"), Nothing, "db", "info", "none");

        Assert.Equal("capsule: There is no service \"none\". Known: auth, billing, deploy, monitor.\n", run.Error);
    }

    [Fact]
    public async Task A_checkouts_newest_build_is_run()
    {
        using var checkout = new FakeCheckout();
        checkout.Build("Debug", "debug", DateTime.UtcNow.AddMinutes(-1));
        checkout.Build("Release", "release", DateTime.UtcNow);

        var run = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "info", "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("release", run.Service("one").GetProperty("result").GetProperty("build").GetString());
    }

    [Fact]
    public async Task What_is_not_built_or_older_than_its_migrations_is_built()
    {
        using var checkout = new FakeCheckout();

        var run = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "info", "--json");
        var built = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "info", "--json");
        checkout.Build("Debug", "old", DateTime.UtcNow.AddMinutes(-1));
        checkout.Touch("Migrations/1_Initial.cs");
        var outdated = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "info", "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("build: building the bundles of one", run.Error);
        Assert.Equal("compiled", run.Service("one").GetProperty("result").GetProperty("build").GetString());
        Assert.DoesNotContain("build", built.Error);
        Assert.Contains("build: building the bundles of one", outdated.Error);
    }

    [Fact]
    public async Task A_build_that_fails_is_reported_with_its_first_error()
    {
        using var checkout = new FakeCheckout();
        checkout.Write("Program.cs", "this is no C#");

        var run = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "info", "--json");

        Assert.Equal(78, run.Code);
        Assert.Contains("error CS", run.Document.GetProperty("error").GetString());
        Assert.Contains("Try: dotnet build ", run.Error);
    }

    [Fact]
    public async Task Development_defaults_are_for_a_checkout_in_Development_without_settings()
    {
        using var checkout = new FakeCheckout();
        checkout.Build("Debug", "debug", DateTime.UtcNow);
        checkout.WriteDefaults("""{"one":{"ConnectionStrings__one-db":"from file","API_ROLE":"role"}}""");

        Assert.Equal(("from file", "role", "Development"), await EnvironmentAsync(Nothing));
        Assert.Equal(
            ("from file", "mine", "Development"),
            await EnvironmentAsync(new() { ["API_ROLE"] = "mine", ["ONE_DB_SCHEMA"] = "s" })
        );
        Assert.Equal(("from file", "role", "Development"), await EnvironmentAsync(new() { ["DOTNET_ENVIRONMENT"] = "Development" }));
        Assert.Equal(("", "", "Production"), await EnvironmentAsync(new() { ["DOTNET_ENVIRONMENT"] = "Production" }));
        Assert.Equal(("", "", ""), await EnvironmentAsync(new() { ["ASPNETCORE_ENVIRONMENT"] = "Staging" }));
        Assert.Equal(("", "", "Production"), await EnvironmentAsync(Nothing, "--environment", "Production"));
        Assert.Equal(("given", "", ""), await EnvironmentAsync(Nothing, "--connection", "given"));
        Assert.Equal(("mine", "", ""), await EnvironmentAsync(new() { ["ConnectionStrings__one-db"] = "mine" }));
        foreach (var name in new[] { "ONE_SERVICE_DB_HOST", "ONE_DB_HOST", "ONE_SERVICE_DATABASE_URL", "DATABASE_URL", "one_db_name" })
        {
            Assert.Equal(("", "", ""), await EnvironmentAsync(new() { [name] = "x" }));
        }

        async Task<(string?, string?, string?)> EnvironmentAsync(Dictionary<string, string> variables, params string[] arguments)
        {
            var result = (await CapsuleRun.InAsync(checkout.Path, variables, ["db", "info", "--json", .. arguments]))
                .Service("one")
                .GetProperty("result");
            return (
                result.GetProperty("connection").GetString(),
                result.GetProperty("role").GetString(),
                result.GetProperty("environment").GetString()
            );
        }
    }
}
