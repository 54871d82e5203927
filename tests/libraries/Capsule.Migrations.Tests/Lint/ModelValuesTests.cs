using Capsule.Data;

namespace Capsule.Migrations.Tests.Lint;

// dotnet/efcore#35080, dotnet/efcore#35110: seed data with Guid.NewGuid() makes the model differ at every build.
[Trait("Case", "A-MIG-29")]
public sealed class ModelValuesTests
{
    [Fact]
    public async Task Seed_data_that_is_new_in_every_build_is_refused_by_entity_and_property()
    {
        var lint = await LintAsync<VolatileContext>();

        Assert.Equal(BundleExitCode.Findings, lint.Code);
        Assert.Equal(["volatile-model Plan.Id", "volatile-model Plan.Since"], Findings(lint));
    }

    [Fact]
    public async Task Default_values_that_are_new_in_every_build_are_refused()
    {
        var lint = await LintAsync<VolatileDefaultContext>();

        Assert.Equal(["volatile-model Plan.Name", "volatile-model Plan.Since"], Findings(lint).Order());
    }

    [Fact]
    public async Task Seed_data_that_is_new_in_every_process_is_refused_because_the_snapshot_differs()
    {
        var lint = await LintAsync<StaticContext>();

        Assert.Equal(BundleExitCode.Findings, lint.Code);
        Assert.Equal(["pending-seed-data Plan.Id"], Findings(lint));
    }

    [Fact]
    public async Task Constant_seed_data_passes()
    {
        var lint = await LintAsync<ConstantContext>();

        Assert.Equal(BundleExitCode.Success, lint.Code);
        Assert.Empty(Findings(lint));
    }

    private static Task<SampleCommand> LintAsync<TContext>()
        where TContext : ServiceDbContext =>
        SampleCommand.InvokeAsync<TContext>(
            "seeded",
            ["lint", "--all", "--json"],
            new() { ["ConnectionStrings:seeded-db"] = "Host=127.0.0.1;Port=1;Database=none;Username=nobody" }
        );

    private static IEnumerable<string> Findings(SampleCommand lint) =>
        lint
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Select(finding => $"{finding.GetProperty("rule")} {finding.GetProperty("object")}");
}
