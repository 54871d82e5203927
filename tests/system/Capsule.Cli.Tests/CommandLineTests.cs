using Capsule.Cli.Api;
using Capsule.Cli.Operations;

namespace Capsule.Cli.Tests;

public sealed class CommandLineTests
{
    public static TheoryData<string> Commands =>
        [
            .. OperationTable.All.Select(operation => $"{operation.Group} {operation.Name}"),
            "db add",
            "db lock",
            "db",
            "backup",
            "messages",
            "auth",
            "login",
            "logout",
            "whoami",
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help(string command)
    {
        using var bundles = new BundleFolder();

        var run = await bundles.RunAsync([.. command.Split(' '), "--help"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches($@"Usage:\s+\S+ {command} ", run.Output);
        Assert.Contains("--json", run.Output);
        Assert.All(
            OperationTable.All.Where(operation => $"{operation.Group} {operation.Name}" == command).SelectMany(PassedOption.Of),
            passed => Assert.Contains($"{passed.Option.Name} ", run.Output)
        );
    }

    [Fact]
    public async Task All_commands_of_the_design_are_there()
    {
        using var bundles = new BundleFolder();

        Assert.Equal(
            "add baseline drift info lint migrate repair reset script seed status undo unlock validate",
            string.Join(
                ' ',
                OperationTable
                    .All.Where(operation => operation.Group == "db")
                    .Select(operation => operation.Name)
                    .Append("add")
                    .Order(StringComparer.Ordinal)
            )
        );
        Assert.Equal(
            "create list prune restore verify",
            string.Join(
                ' ',
                OperationTable
                    .All.Where(operation => operation.Group == "backup")
                    .Select(operation => operation.Name)
                    .Order(StringComparer.Ordinal)
            )
        );
        Assert.Equal(
            "discard list replay show",
            string.Join(
                ' ',
                OperationTable
                    .All.Where(operation => operation.Group == "messages")
                    .Select(operation => operation.Name)
                    .Order(StringComparer.Ordinal)
            )
        );
        Assert.Equal(
            ["verify-audit", "create-admin"],
            OperationTable.All.Where(operation => operation.Group == "auth").Select(operation => operation.Name)
        );
        Assert.Equal(
            [
                "users",
                "set-roles",
                "activate",
                "deactivate",
                "sign-out",
                "sessions",
                "end-session",
                "keys",
                "revoke-key",
                "reset-two-factor",
                "audit",
            ],
            ApiOperationTable.All.Where(operation => operation.Service == "auth").Select(operation => operation.Name)
        );
        Assert.Contains("130 stopped", (await bundles.RunAsync("--help")).Output);
    }

    [Fact]
    public async Task An_unknown_service_is_refused_with_those_that_are_known()
    {
        using var bundles = new BundleFolder().Add("One", "exit 9").Add("Two", "exit 9");

        var run = await bundles.RunAsync("db", "info", "two", "three", "--json");

        Assert.Equal(64, run.Code);
        Assert.Equal("capsule: There is no service \"three\". Known: one, two.\n", run.Error);
        Assert.Equal(64, run.Document.GetProperty("exitCode").GetInt32());
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("db bogus")]
    [InlineData("db info --bogus")]
    [InlineData("db info --parallel 0")]
    [InlineData("db migrate --target")]
    [InlineData("db add")]
    public async Task What_is_not_understood_is_refused(string line)
    {
        using var bundles = new BundleFolder().Add("One", "exit 9");

        var run = await bundles.RunAsync(line.Split(' '));

        Assert.Equal((64, ""), (run.Code, run.Output));
        Assert.StartsWith("capsule: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_that_are_not_named_are_left_alone()
    {
        using var bundles = new BundleFolder().Add("One", "echo '{}'").Add("Two", "touch \"$here/two\"; echo '{}'");

        var run = await bundles.RunAsync("db", "info", "one", "one", "--json");

        Assert.Single(run.Document.GetProperty("services").EnumerateArray());
        Assert.False(File.Exists(Path.Combine(bundles.Path, "two")));
    }

    [Fact]
    public async Task As_many_run_at_a_time_as_are_allowed()
    {
        // Each counts itself in, sees how many are at work, and waits until both of two have been.
        const string Together = """
            touch "$here/$$.run"
            if [ "$(basename "$0")" != Capsule.C.Migrations ]; then while [ $(ls "$here"/*.run | wc -l) -lt 2 ]; do sleep 0.01; done; fi
            echo "{\"seen\":$(ls "$here"/*.run | wc -l)}"
            """;
        using var bundles = new BundleFolder()
            .Add("A", Together)
            .Add("B", Together)
            .Add("C", """echo "{\"seen\":$(ls "$here"/*.run | wc -l)}" """);

        var run = await bundles.RunAsync("db", "info", "--parallel", "2", "--json");
        var alone = new BundleFolder()
            .Add("A", "mkdir \"$here/busy\" || exit 9; sleep 0.05; rmdir \"$here/busy\"; echo '{}'")
            .Add("B", "mkdir \"$here/busy\" || exit 9; sleep 0.05; rmdir \"$here/busy\"; echo '{}'");
        using (alone)
        {
            Assert.Equal(0, (await alone.RunAsync("db", "info", "--parallel", "1")).Code);
        }

        Assert.Equal(0, run.Code);
        Assert.All(["a", "b", "c"], service => Assert.Equal(2, run.Service(service).GetProperty("result").GetProperty("seen").GetInt32()));
    }
}
