using Capsule.Testing;

namespace Capsule.Cli.Tests;

public sealed class VerifyAuditTests
{
    [Fact]
    public async Task The_chain_is_checked_and_the_first_bad_row_named()
    {
        using var bundles = BundleFolder.Real();
        await using var database = await TestDatabase.CreateAsync();
        string[] where = ["--environment", "Development", "--connection", database.ConnectionString];
        Assert.Equal(
            0,
            (
                await bundles.RunAsync(
                    new Dictionary<string, string> { ["API_ROLE_PASSWORD"] = ServiceHost.ApiPassword },
                    ["db", "migrate", "auth", .. where]
                )
            ).Code
        );
        await database.ExecuteAsync(
            "insert into auth.audit_pending (event) select 'user.registered' from generate_series(1, 5); select auth.chain_audit_log(9)"
        );

        var good = await bundles.RunAsync(["auth", "verify-audit", "--json", .. where]);
        var head = good.Service("auth").GetProperty("result").GetProperty("headHash").GetString()!;
        var expected = await bundles.RunAsync(["auth", "verify-audit", "--expect-head", head, .. where]);
        await database.ExecuteAsync(
            "set session_replication_role = replica; update auth.audit_log set event = 'user.locked-out' where sequence = 3"
        );
        var bad = await bundles.RunAsync(["auth", "verify-audit", "--json", .. where]);
        var shown = await bundles.RunAsync(["auth", "verify-audit", .. where]);

        Assert.True(good.Code == 0, good.Error);
        Assert.Equal(5, good.Service("auth").GetProperty("result").GetProperty("rows").GetInt32());
        Assert.True(expected.Code == 0, expected.Error);
        Assert.Equal(2, bad.Code);
        var damage = bad.Service("auth").GetProperty("result").GetProperty("damage");
        Assert.Equal(("changed", 3), (damage.GetProperty("kind").GetString(), damage.GetProperty("sequence").GetInt32()));
        Assert.Equal(2, shown.Code);
        Assert.Contains("changed", shown.Output);
    }

    [Theory]
    [InlineData("auth verify-audit --expect-head abc")]
    [InlineData("auth verify-audit billing")]
    public async Task What_is_not_understood_is_refused(string line)
    {
        using var bundles = BundleFolder.Real();

        Assert.Equal(64, (await bundles.RunAsync(line.Split(' '))).Code);
    }
}
