namespace Capsule.Cli.Tests;

// dotnet/efcore#35080, dotnet/efcore#35110: seed data that is computed makes the model differ at every build.
[Trait("Case", "A-MIG-29")]
public sealed class StableModelTests
{
    [Fact]
    public async Task The_services_have_the_same_model_in_every_build()
    {
        using var bundles = BundleFolder.Processes();
        await using var databases = await ServiceDatabases.CreateAsync();
        var migrate = await bundles.RunAsync(databases.Variables, "db", "migrate");
        Assert.True(migrate.Code == 0, migrate.Error);

        for (var build = 0; build < 3; build++)
        {
            var drift = await bundles.RunAsync(databases.Variables, "db", "drift");
            var lint = await bundles.RunAsync(databases.Variables, "db", "lint", "--all");

            Assert.True(drift.Code == 0, drift.Error + drift.Output);
            Assert.True(lint.Code == 0, lint.Error + lint.Output);
        }
    }
}
