namespace Capsule.Cli.Tests;

public sealed class PassedOptionTests
{
    private const string Echo = """printf '{"arguments":"%s","environment":"%s"}' "$*" "$DOTNET_ENVIRONMENT" """;

    [Theory]
    [InlineData("db migrate --target 5 --dry-run", "migrate --target 5 --dry-run --json")]
    [InlineData(
        "db migrate --backup-first --out-of-order --wait 7 --lock-wait 8",
        "migrate --backup-first --out-of-order --wait 7 --lock-wait 8 --json"
    )]
    [InlineData("db baseline --version 20261121110432", "baseline --version 20261121110432 --json")]
    [InlineData("db undo --target 0 --force --confirm one_db", "undo --target 0 --force --confirm one_db --json")]
    [InlineData("db script --from 1 --to 2 --idempotent --output x.sql", "script --from 1 --to 2 --idempotent --output x.sql --json")]
    [InlineData("db script --to-dir review", "script --output review/one.sql --json")]
    [InlineData("db lint --all --from 3", "lint --all --from 3 --json")]
    [InlineData("db seed --users 100", "seed --users 100 --json")]
    [InlineData("db reset --force --confirm two=b --confirm one=a", "reset --force --confirm a --json")]
    [InlineData("db unlock --force", "unlock --force --json")]
    [InlineData("db repair --dry-run", "repair --dry-run --json")]
    [InlineData("backup create --to d --jobs 2", "backup create --to d --jobs 2 --json")]
    [InlineData(
        "backup prune --keep-daily 7 --keep-weekly 4 --keep-monthly 6 --dry-run",
        "backup prune --keep-daily 7 --keep-weekly 4 --keep-monthly 6 --dry-run --json"
    )]
    [InlineData("backup verify --backup 17 --from d", "backup verify 17 --from d --json")]
    [InlineData("backup restore --into copy --swap", "backup restore --into copy --swap --json")]
    [InlineData(
        "backup restore --into copy --swap --including two --including three",
        "backup restore --into copy --swap --including two --including three --json"
    )]
    [InlineData("db migrate --backup-first --including two", "migrate --backup-first --including two --json")]
    [InlineData("backup list --keep-daily 3 --from d", "backup list --keep-daily 3 --from d --json")]
    [InlineData(
        "messages list --consumer q --after 01b3f0c2-5a7e-7c3b-9a54-3f1e8d6c2b01 --limit 2",
        "messages list --consumer q --after 01b3f0c2-5a7e-7c3b-9a54-3f1e8d6c2b01 --limit 2 --json"
    )]
    [InlineData("messages show --id 1", "messages show 1 --json")]
    [InlineData("messages replay --id 1 --id 2", "messages replay 1 2 --json")]
    [InlineData(
        "messages discard --all --consumer q --force --confirm b",
        "messages discard --all --consumer q --force --confirm b --json"
    )]
    public async Task A_bundle_is_told_what_the_command_line_says(string line, string expected)
    {
        using var bundles = new BundleFolder().Add("One", Echo);

        var run = await bundles.RunAsync([.. line.Split(' '), "--json"]);

        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.Equal(expected, run.Service("one").GetProperty("result").GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task Each_service_gets_the_name_that_is_its_own()
    {
        using var bundles = new BundleFolder().Add("One", Echo).Add("Two", Echo);

        var run = await bundles.RunAsync("db", "reset", "--json", "--confirm", "one=a", "--confirm", "b");

        Assert.Equal("reset --confirm a --json", run.Service("one").GetProperty("result").GetProperty("arguments").GetString());
        Assert.Equal("reset --confirm b --json", run.Service("two").GetProperty("result").GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task The_environments_name_goes_to_the_bundles()
    {
        using var bundles = new BundleFolder().Add("One", Echo);

        var given = await bundles.RunAsync(
            new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Staging" },
            "db",
            "info",
            "--json",
            "--environment",
            "Production"
        );
        var inherited = await bundles.RunAsync(
            new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Staging" },
            "db",
            "info",
            "--json"
        );
        var none = await bundles.RunAsync("db", "info", "--json");

        Assert.Equal(
            ["Production", "Staging", ""],
            new[] { given, inherited, none }.Select(run => run.Service("one").GetProperty("result").GetProperty("environment").GetString())
        );
    }

    [Fact]
    public async Task A_connection_is_not_on_the_bundles_command_line()
    {
        using var bundles = new BundleFolder().Add(
            "One",
            """printf '{"arguments":"%s","connection":"%s"}' "$*" "$(tr '\0' '\n' < /proc/$$/environ | grep '^ConnectionStrings__one-db=')" """
        );

        var run = await bundles.RunAsync("db", "info", "--json", "--connection", "Host=h;Password=s3cret");

        Assert.Equal("info --json", run.Service("one").GetProperty("result").GetProperty("arguments").GetString());
        Assert.Equal(
            "ConnectionStrings__one-db=Host=h;Password=s3cret",
            run.Service("one").GetProperty("result").GetProperty("connection").GetString()
        );
    }

    [Fact]
    public async Task A_file_is_of_one_service()
    {
        using var bundles = new BundleFolder().Add("One", Echo).Add("Two", Echo);

        var run = await bundles.RunAsync("db", "script", "--output", "x.sql");

        Assert.Equal((64, "capsule: --output needs exactly one service, but several are selected: one, two.\n"), (run.Code, run.Error));
    }
}
