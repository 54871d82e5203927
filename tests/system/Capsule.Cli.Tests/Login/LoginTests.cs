using System.Text.Json;
using Capsule.Testing;

namespace Capsule.Cli.Tests.Login;

/// <summary>Sign-in at a real auth.</summary>
[Collection(typeof(OnSignedUpAuth))]
public sealed class LoginTests(SignedUpAuth auth)
{
    private const UnixFileMode ForUser = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task From_the_code_in_the_terminal_to_the_end_of_the_login()
    {
        using var folder = new ConfigFolder();
        var (first, page) = await LoginAsync(folder, SignedUpAuth.Admin, "allow");
        var replaced = Token(folder);
        var (second, _) = await LoginAsync(folder, SignedUpAuth.Admin, "allow", "--json");

        Assert.Equal((0, $"Signed in at {auth.Address} as {SignedUpAuth.Admin} (Administrator).\n"), (first.Code, first.Output));
        Assert.Contains("read the audit log", page, StringComparison.Ordinal);
        Assert.True(second.Code == 0, second.Error);
        Assert.Equal(SignedUpAuth.Admin, second.Document.GetProperty("user").GetProperty("email").GetString());
        Assert.Equal(
            ["audit:read", "email", "openid", "profile", "users:read"],
            second.Document.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString())
        );
        await AssertOnlyTheUserReadsAsync(folder);
        await EndsAsync(replaced, "the login that another replaced");
        await AssertCommandsUseItAsync(folder);

        var kept = Token(folder);
        var out1 = await folder.RunAsync("logout");
        var out2 = await folder.RunAsync("logout", "--server", auth.Address, "--json");
        var nobody = await folder.RunAsync("whoami", "--server", auth.Address);

        Assert.Equal((0, $"Signed out at {auth.Address}.\n"), (out1.Code, out1.Output));
        Assert.Equal((0, false), (out2.Code, out2.Document.GetProperty("wasSignedIn").GetBoolean()));
        Assert.Equal(78, nobody.Code);
        Assert.Contains("capsule login", nobody.Error, StringComparison.Ordinal);
        await EndsAsync(kept, "the login that was ended");
        Assert.DoesNotContain(kept, await File.ReadAllTextAsync(folder.File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_denies_it_is_not_signed_in()
    {
        using var folder = new ConfigFolder();

        var (run, page) = await LoginAsync(folder, SignedUpAuth.User, "deny", "--json");

        Assert.Equal(6, run.Code);
        Assert.Equal(6, run.Document.GetProperty("exitCode").GetInt32());
        Assert.Contains("denied", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File));

        // No role of theirs gives more than this.
        Assert.DoesNotContain("all users", page, StringComparison.Ordinal);
        Assert.DoesNotContain("audit log", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_the_wait(string signal)
    {
        using var folder = new ConfigFolder();
        using var capsule = folder.Start("login", "--url", auth.Address);
        await CodeAsync(capsule);

        capsule.Send(signal);
        var run = await capsule.EndAsync();

        Assert.Equal((130, ""), (run.Code, run.Output));
        Assert.Contains("Stopped. You are not signed in.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File));
    }

    // This auth ends a login at the second use of a refresh token.
    [Fact]
    public async Task Commands_at_once_use_a_refresh_token_one_time()
    {
        using var folder = new ConfigFolder();
        await auth.SignInAsync(folder, SignedUpAuth.User, TimeSpan.FromSeconds(-1));
        var before = Token(folder);

        CapsuleProcess[] commands = [.. Enumerable.Range(0, 4).Select(_ => folder.Start("whoami"))];
        var runs = await Task.WhenAll(commands.Select(command => command.EndAsync()));
        Array.ForEach(commands, command => command.Dispose());

        Assert.All(runs, run => Assert.True(run.Code == 0, run.Error));
        Assert.NotEqual(before, Token(folder));
        Assert.Equal(0, (await folder.RunAsync("whoami")).Code);
    }

    [Fact]
    public async Task A_login_that_was_ended_elsewhere_is_named_with_the_remedy()
    {
        using var folder = new ConfigFolder();
        await auth.SignInAsync(folder, SignedUpAuth.User, TimeSpan.FromMinutes(10));
        await auth.Database.ExecuteAsync("update auth.oauth_authorizations set status = 'revoked' where status = 'valid'");
        await EndsAsync(Token(folder), "the login");

        var fresh = await folder.RunAsync("whoami");
        var login = folder.Credentials.Find(new Uri(auth.Address))!;
        await folder.KeepAsync(auth.Address, login.AccessToken, login.RefreshToken, TimeSpan.Zero);
        var old = await folder.RunAsync("auth", "users", "--json");

        Assert.Equal((6, 6), (fresh.Code, old.Code));
        Assert.Contains("Sign in again: capsule login.", fresh.Error, StringComparison.Ordinal);
        Assert.Contains("has ended: run capsule login", old.Document.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_environment_goes_before_the_login()
    {
        using var folder = new ConfigFolder();
        await auth.SignInAsync(folder, SignedUpAuth.User, TimeSpan.FromMinutes(10));
        var login = await folder.RunAsync("whoami", "--json");
        folder.Variables["CAPSULE_TOKEN"] = auth.AdminToken;

        var token = await folder.RunAsync("whoami", "--json");

        Assert.Equal(("capsule login", SignedUpAuth.User), Credential(login));
        Assert.Equal(("CAPSULE_TOKEN", SignedUpAuth.Admin), Credential(token));

        static (string?, string?) Credential(CapsuleRun run) =>
            (run.Document.GetProperty("credential").GetString(), run.Document.GetProperty("user").GetProperty("email").GetString());
    }

    private async Task AssertCommandsUseItAsync(ConfigFolder folder)
    {
        var whoAmI = await folder.RunAsync("whoami");
        var users = await folder.RunAsync("auth", "users", "--json");
        var audit = await folder.RunAsync("auth", "audit", "--limit", "1");
        var write = await folder.RunAsync("auth", "deactivate", $"{Guid.NewGuid()}");

        Assert.StartsWith(
            $"{SignedUpAuth.Admin} (Administrator) at {auth.Address}, by capsule login.",
            whoAmI.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(2, users.Service("auth").GetProperty("result").GetProperty("items").GetArrayLength());
        Assert.True(audit.Code == 0, audit.Error);
        Assert.Equal(6, write.Code);
        Assert.Contains("Set CAPSULE_TOKEN to the access token of your own session", write.Error, StringComparison.Ordinal);
    }

    private static async Task AssertOnlyTheUserReadsAsync(ConfigFolder folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(ForUser, File.GetUnixFileMode(folder.File));
            Assert.Equal(ForUser | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(folder.File)!));
        }

        Assert.Single(
            JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(folder.File)).GetProperty("logins").EnumerateObject()
        );
    }

    /// <summary>Runs <c>capsule login</c> and decides in the browser; returns the page that asked as well.</summary>
    private async Task<(CapsuleRun Run, string Page)> LoginAsync(
        ConfigFolder folder,
        string email,
        string decision,
        params string[] arguments
    )
    {
        using var capsule = folder.Start(["login", "--url", auth.Address, .. arguments]);
        var code = await CodeAsync(capsule);
        var page = await auth.DecideAsync(email, code, decision);
        Assert.Contains($"<strong>{code}</strong>", page, StringComparison.Ordinal);
        return (await capsule.EndAsync(), page);
    }

    private static async Task<string> CodeAsync(CapsuleProcess capsule)
    {
        while (await capsule.Error.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Enter  ", StringComparison.Ordinal))
            {
                return line[7..];
            }
        }

        throw new InvalidOperationException("It shows no code.");
    }

    private Task EndsAsync(string token, string what) =>
        Eventually.TrueAsync(async () => !await auth.IsGoodAsync(token), $"{what} is over");

    private string Token(ConfigFolder folder) => folder.Credentials.Find(new Uri(auth.Address))!.AccessToken;
}
