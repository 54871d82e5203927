namespace Capsule.Cli.Tests;

public sealed class FaultyBundleTests
{
    private const string Good =
        """echo '{"service":"good","database":"d","schema":"s","applied":[],"alreadyApplied":3,"milliseconds":7}'""";

    [Fact]
    public async Task A_bundle_that_crashes_is_reported_with_its_last_lines()
    {
        using var bundles = new BundleFolder()
            .Add("Good", Good)
            .Add("Crash", "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo \"line $i\" >&2; done; kill -SEGV $$");

        var run = await bundles.RunAsync("db", "migrate", "--json");

        Assert.Equal(139, run.Code);
        var error = run.Service("crash").GetProperty("error").GetString()!;
        Assert.StartsWith(
            "the bundle ended with code 139 and without a result. Its last lines:\n  line 3\n",
            error,
            StringComparison.Ordinal
        );
        Assert.EndsWith("\n  line 12", error, StringComparison.Ordinal);
        Assert.True(run.Service("good").GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("exit 0", 70)]
    [InlineData("echo done", 70)]
    [InlineData("echo '{}{}'", 70)]
    [InlineData("echo '{\"error\":\"e\"}'", 70)]
    [InlineData("exit 42", 42)]
    [InlineData("echo '{\"service\":\"odd\",\"error\":\"no\",\"exitCode\":7}'; exit 7", 7)]
    [InlineData("echo '{\"findings\":[{\"rule\":\"order\"}]}'; exit 2", 2)]
    public async Task What_is_not_a_good_result_is_never_taken_for_one(string script, int code)
    {
        using var bundles = new BundleFolder().Add("Odd", script);

        var run = await bundles.RunAsync("db", "validate", "--json");

        Assert.Equal(code, run.Code);
        Assert.False(run.Service("odd").GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 3, 3)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 4, 1)]
    public async Task The_code_of_all_is_theirs_when_they_agree(int one, int other, int all)
    {
        using var bundles = new BundleFolder().Add("One", $"echo '{{}}'; exit {one}").Add("Other", $"echo '{{}}'; exit {other}");

        Assert.Equal(all, (await bundles.RunAsync("db", "drift")).Code);
    }

    [Fact]
    public async Task A_command_that_a_bundle_does_not_know_is_its_own_to_refuse()
    {
        using var bundles = new BundleFolder().Add("Old", "echo \"old: Unrecognized command or argument '$1'.\" >&2; exit 64");

        var run = await bundles.RunAsync("db", "drift", "--json");

        Assert.Equal(64, run.Code);
        Assert.Equal("Unrecognized command or argument 'drift'.", run.Service("old").GetProperty("error").GetString());
    }
}
