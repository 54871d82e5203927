using Capsule.Testing;

namespace Capsule.Cli.Tests;

public sealed class AuthCommandTests
{
    private const string Email = "root@example.com";
    private static readonly Dictionary<string, string> Nobody = [];

    [Fact]
    public async Task From_an_empty_database_to_an_administrator_who_looks_after_users()
    {
        using var bundles = BundleFolder.Processes();
        await using var database = await MigratedAsync(bundles);
        string[] where = ["--environment", "Development", "--connection", database.ConnectionString];
        var made = await bundles.RunAsync([
            "auth",
            "create-admin",
            "--email",
            Email,
            "--page",
            "https://example.com/password",
            "--json",
            .. where,
        ]);
        Assert.True(made.Code == 0, made.Error);
        var result = made.Service("auth").GetProperty("result");
        var token = result.GetProperty("token").GetString()!;
        Assert.Equal($"https://example.com/password?token={token}", result.GetProperty("link").GetString());
        await using var auth = await AuthProcess.StartAsync(database);
        var user = await auth.SignUpAsync("ada@example.com");
        var admin = new Dictionary<string, string>
        {
            ["CAPSULE_TOKEN"] = await auth.SignInFirstAsync(Email, token, "a password of their own"),
            ["CAPSULE_AUTH_URL"] = auth.Address,
        };

        var refused = await bundles.RunAsync(["auth", "create-admin", "--email", "other@example.com", .. where]);
        var users = await bundles.RunAsync(admin, "auth", "users", "--email", "ada");
        var roles = await bundles.RunAsync(admin, "auth", "set-roles", $"{user}", "--role", "user", "--role", "operator");
        var operators = await bundles.RunAsync(admin, "auth", "users", "--role", "operator", "--json");
        var deactivated = await bundles.RunAsync(admin, "auth", "deactivate", $"{user}");
        var inactive = await bundles.RunAsync(admin, "auth", "users", "--active", "false", "--json");
        var activated = await bundles.RunAsync(admin, "auth", "activate", $"{user}");
        var signedOut = await bundles.RunAsync(admin, "auth", "sign-out", $"{user}");

        Assert.Equal(2, refused.Code);
        Assert.Contains("There is an administrator", refused.Error, StringComparison.Ordinal);
        Assert.All([users, roles, operators, deactivated, inactive, activated, signedOut], run => Assert.True(run.Code == 0, run.Error));
        Assert.Contains("ada@example.com", users.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Email, users.Output, StringComparison.Ordinal);
        Assert.Equal([user], Ids(operators));
        Assert.Equal([user], Ids(inactive));
        Assert.Equal("auth users", operators.Document.GetProperty("command").GetString());
        await Eventually.TrueAsync(
            async () =>
                (await bundles.RunAsync(admin, "auth", "audit", "--target", $"{user}", "--event", "user.roles-changed", "--json"))
                    .Service("auth")
                    .GetProperty("result")
                    .GetProperty("items")
                    .GetArrayLength() == 1,
            "the change of roles is in the audit log"
        );
        await AssertAccessCanBeEndedAsync(bundles, admin);
    }

    private static async Task AssertAccessCanBeEndedAsync(BundleFolder bundles, Dictionary<string, string> admin)
    {
        var own = $"{Ids(await bundles.RunAsync(admin, "auth", "users", "--email", "root", "--json")).Single()}";
        var keys = await bundles.RunAsync(admin, "auth", "keys", own);
        var noKey = await bundles.RunAsync(admin, "auth", "revoke-key", own, $"{Guid.NewGuid()}");
        var sessions = await bundles.RunAsync(admin, "auth", "sessions", own, "--json");
        var session = sessions.Service("auth").GetProperty("result").GetProperty("items")[0].GetProperty("id").GetString()!;
        var ended = await bundles.RunAsync(admin, "auth", "end-session", own, session);

        Assert.Contains("no API keys", keys.Output, StringComparison.Ordinal);
        Assert.Equal((2, 0), (noKey.Code, ended.Code));
        Assert.Contains("has no API key", noKey.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CAPSULE_AUTH_URL", 78, "auth", "users")]
    [InlineData("CAPSULE_TOKEN", 78, "auth", "users", "--server", "https://auth.example.com")]
    [InlineData("does not use TLS", 78, "auth", "users", "--server", "http://auth.example.com")]
    [InlineData("not an address", 78, "auth", "users", "--server", "auth")]
    [InlineData("CAPSULE_TOKEN is neither", 78, "auth", "users", "--server", "https://auth.example.com", "--environment", "bad token")]
    [InlineData("Required", 64, "auth", "sign-out")]
    [InlineData("--role", 64, "auth", "set-roles", "id")]
    [InlineData("--email", 64, "auth", "create-admin")]
    [InlineData("--email must be", 64, "auth", "create-admin", "--email", "root")]
    [InlineData("--page must be", 64, "auth", "create-admin", "--email", Email, "--page", "example.com")]
    public async Task What_is_missing_or_not_understood_is_named(string named, int code, params string[] arguments)
    {
        using var bundles = BundleFolder.Processes();
        var variables = named switch
        {
            "does not use TLS" or "not an address" => new Dictionary<string, string> { ["CAPSULE_TOKEN"] = "t" },
            "CAPSULE_TOKEN is neither" => new Dictionary<string, string> { ["CAPSULE_TOKEN"] = "a\nb" },
            _ => Nobody,
        };

        var run = await bundles.RunAsync(variables, arguments);

        Assert.Equal(code, run.Code);
        Assert.Contains(named, run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_help_says_what_each_command_takes()
    {
        using var bundles = BundleFolder.Processes();

        var group = await bundles.RunAsync("auth", "--help");
        var command = await bundles.RunAsync("auth", "set-roles", "--help");

        Assert.All(
            ["create-admin", "verify-audit", "users", "set-roles", "activate", "deactivate", "sign-out", "reset-two-factor", "audit"],
            name => Assert.Contains(name, group.Output, StringComparison.Ordinal)
        );
        Assert.All(
            ["<id>", "--role", "--server", "CAPSULE_TOKEN", "--json"],
            word => Assert.Contains(word, command.Output, StringComparison.Ordinal)
        );
    }

    private static async Task<TestDatabase> MigratedAsync(BundleFolder bundles)
    {
        var database = await TestDatabase.CreateAsync();
        var run = await bundles.RunAsync(
            new Dictionary<string, string> { ["API_ROLE_PASSWORD"] = ServiceHost.ApiPassword },
            "db",
            "migrate",
            "auth",
            "--environment",
            "Development",
            "--connection",
            database.ConnectionString
        );
        Assert.True(run.Code == 0, run.Error);
        return database;
    }

    private static IEnumerable<Guid> Ids(CapsuleRun run) =>
        run.Service("auth").GetProperty("result").GetProperty("items").EnumerateArray().Select(user => user.GetProperty("id").GetGuid());
}
