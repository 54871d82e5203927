namespace Capsule.Cli.Tests;

// dotnet/efcore#35080, dotnet/efcore#35110: seed data that is computed makes the model differ at every build.
[Trait("Case", "A-MIG-29")]
public sealed class StableModelTests
{
    [Fact]
    public Task The_services_have_the_same_model_in_another_process() => RunAsync(rounds: 1);

    [Fact, Trait("Category", "Soak")]
    public Task The_services_have_the_same_model_in_three_more_processes() => RunAsync(rounds: 3);

    // Each run of a bundle is a process that builds the model anew.
    private static async Task RunAsync(int rounds)
    {
        using var bundles = BundleFolder.Processes();
        await using var databases = await ServiceDatabases.CreateAsync();
        var migrate = await bundles.RunAsync(databases.Variables, "db", "migrate");
        Assert.True(migrate.Code == 0, migrate.Error);

        for (var round = 0; round < rounds; round++)
        {
            var drift = await bundles.RunAsync(databases.Variables, "db", "drift");
            var lint = await bundles.RunAsync(databases.Variables, "db", "lint", "--all");

            Assert.True(drift.Code == 0, drift.Error + drift.Output);
            Assert.True(lint.Code == 0, lint.Error + lint.Output);
        }
    }
}
