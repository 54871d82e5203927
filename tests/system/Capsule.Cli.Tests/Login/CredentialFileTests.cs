using Capsule.Cli.Credentials;

namespace Capsule.Cli.Tests.Login;

/// <summary>The file of logins, and the commands that use it without a login that is good.</summary>
public sealed class CredentialFileTests
{
    private const string Other = "https://auth.example.com";

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"logins":null}""")]
    [InlineData("""{"logins":{"http://127.0.0.1:1":{"accessToken":"a"}}}""")]
    [InlineData("""{"logins":{"http://127.0.0.1:1":null}}""")]
    public async Task A_damaged_file_is_named_and_left_as_it_is(string text)
    {
        using var folder = new ConfigFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File)!);
        await File.WriteAllTextAsync(folder.File, text);

        foreach (var command in new[] { "login", "logout", "whoami", "auth users" })
        {
            var run = await folder.RunAsync([.. command.Split(' '), "--server", "http://127.0.0.1:1"]);

            Assert.Equal((command, 78), (command, run.Code));
            Assert.Contains(folder.File, run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(folder.File));
    }

    [Fact]
    public async Task Each_address_has_its_login_and_several_must_be_told_apart()
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        await folder.KeepAsync(auth.Address, "a", "r", TimeSpan.FromHours(1));
        var one = await folder.RunAsync("whoami");
        await folder.KeepAsync(Other, "a", "r", TimeSpan.FromHours(1));

        var several = await folder.RunAsync("whoami");
        var named = await folder.RunAsync("whoami", "--server", auth.Address + "/");
        var signedOut = await folder.RunAsync("logout", "--server", auth.Address);

        Assert.Equal((0, 78, 0, 0), (one.Code, several.Code, named.Code, signedOut.Code));
        Assert.Contains($"{auth.Address} and {Other}", several.Error, StringComparison.Ordinal);
        Assert.Equal([Other], folder.Credentials.Read().Keys);
        Assert.Equal("r", auth.Requests.Single(request => request.Path == "/connect/revoke").Form["token"]);
    }

    [Fact]
    public async Task Commands_that_wait_for_each_other_renew_the_login_one_time()
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        await folder.KeepAsync(auth.Address, "a1", "r1", TimeSpan.FromSeconds(10));
        Array.ForEach([ScriptedAuth.Tokens, ScriptedAuth.Tokens], auth.TokenAnswers.Enqueue);

        var held = await folder.Credentials.LockAsync(CancellationToken.None);
        Task<CapsuleRun>[] commands = [.. Enumerable.Range(0, 4).Select(_ => folder.RunAsync("whoami"))];
        Assert.DoesNotContain(commands, command => command.IsCompleted);
        held.Dispose();
        var runs = await Task.WhenAll(commands);

        Assert.All(runs, run => Assert.True(run.Code == 0, run.Error));
        Assert.Equal(
            ["r1"],
            auth.Requests.Where(request => request.Path == "/connect/token").Select(request => request.Form["refresh_token"].ToString())
        );
        Assert.Equal("r2", folder.Credentials.Find(new Uri(auth.Address))!.RefreshToken);
    }

    [Theory]
    [InlineData("503", 4)]
    [InlineData("", 4)]
    [InlineData("invalid_grant", 6)]
    public async Task A_login_that_cannot_be_renewed_stays(string answer, int code)
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        await folder.KeepAsync(auth.Address, "a1", "r1", TimeSpan.FromSeconds(10));
        auth.TokenAnswers.Enqueue(answer);

        var run = await folder.RunAsync("whoami");

        Assert.Equal(code, run.Code);
        Assert.Equal("r1", folder.Credentials.Find(new Uri(auth.Address))!.RefreshToken);
    }

    [Fact]
    public async Task A_login_that_cannot_be_revoked_is_deleted_here_and_said_so()
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        await folder.KeepAsync(auth.Address, "a", "r", TimeSpan.FromHours(1));
        auth.RevocationStatus = 503;

        var run = await folder.RunAsync("logout", "--json");

        Assert.Equal(4, run.Code);
        Assert.Contains(
            "deleted on this machine, but could not be revoked",
            run.Document.GetProperty("error").GetString(),
            StringComparison.Ordinal
        );
        Assert.Empty(folder.Credentials.Read());
    }

    [Fact]
    public async Task A_folder_that_is_not_absolute_is_ignored_and_a_missing_one_named()
    {
        using var folder = new ConfigFolder();
        folder.Variables["XDG_CONFIG_HOME"] = "here";

        var relative = await folder.RunAsync("login", "--url", Other);
        folder.Variables["HOME"] = Path.Combine(Path.GetTempPath(), "capsule-nowhere");
        var whoAmI = await folder.RunAsync("whoami", "--server", Other);

        Assert.Equal((78, 78), (relative.Code, whoAmI.Code));
        Assert.Contains("set HOME or XDG_CONFIG_HOME", relative.Error, StringComparison.Ordinal);
        Assert.Contains("You are not signed in at https://auth.example.com", whoAmI.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_command_left_is_replaced_by_a_file_that_only_the_user_reads()
    {
        using var folder = new ConfigFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File)!);
        foreach (var file in new[] { folder.File, folder.File + ".tmp" })
        {
            await File.WriteAllTextAsync(file, """{"logins":{}}""");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
            }
        }

        await folder.KeepAsync(Other, "a", "r", TimeSpan.FromHours(1));

        Assert.Equal(
            ["credentials.json", "credentials.lock"],
            Directory.GetFiles(Path.GetDirectoryName(folder.File)!).Select(Path.GetFileName).Order()
        );
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File));
        }
    }

    [Fact]
    public void Nothing_that_is_written_for_people_has_a_token()
    {
        var login = new StoredLogin("access", "refresh", TimeProvider.System.GetUtcNow(), "openid", TimeProvider.System.GetUtcNow());

        Assert.DoesNotContain("access", $"{login} {new ServiceCaller(new Uri(Other), "access", login)}", StringComparison.Ordinal);
    }
}
