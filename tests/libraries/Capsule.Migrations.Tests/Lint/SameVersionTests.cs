using Capsule.Data;
using Capsule.Migrations.Tests.Chains;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Lint;

// openlinker-project/openlinker#2441: two branches take the same timestamp, and one of the migrations never runs.
[Trait("Case", "A-MIG-17")]
public sealed class SameVersionTests
{
    [Theory]
    [InlineData("--all")]
    [InlineData("--from", "20260102000000_B")]
    [InlineData]
    public async Task Two_migrations_of_one_timestamp_are_refused_by_both_names(params string[] options)
    {
        await using var run = await ChainRun.CreateAsync();

        var (code, output, _) = await run.InvokeAsync<TwiceContext>(["lint", .. options]);

        Assert.Equal(BundleExitCode.Findings, code);
        Assert.Contains("20260102000000_C: error same-version on 20260102000000_B, 20260102000000_C: they have the same version", output);
        Assert.Contains("instead: give the one that no database has yet a later timestamp", output);
    }
}

internal sealed class TwiceContext(DbContextOptions<TwiceContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(TwiceContext)), Migration("20260101000000_A")]
internal sealed class TwiceMakeA : MakeA;

[DbContext(typeof(TwiceContext)), Migration("20260102000000_B")]
internal sealed class TwiceMakeB : MakeB;

[DbContext(typeof(TwiceContext)), Migration("20260102000000_C")]
internal sealed class TwiceMakeC : MakeC;
