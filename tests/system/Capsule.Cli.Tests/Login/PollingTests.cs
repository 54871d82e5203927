namespace Capsule.Cli.Tests.Login;

/// <summary>How <c>capsule login</c> asks (RFC 8628, section 3.5), and what it makes of each answer.</summary>
public sealed class PollingTests
{
    [Theory]
    [InlineData(null, "5 5 5", "authorization_pending", "authorization_pending")]
    [InlineData("2", "2 2 2", "authorization_pending", "authorization_pending")]
    [InlineData("2", "2 7 12 12", "slow_down", "slow_down", "authorization_pending")]
    [InlineData("5", "5 10 20 5", "", "503", "authorization_pending")]
    [InlineData("5", "5 10 20 40 40 40", "429", "", "500", "", "")]
    public async Task It_asks_no_more_often_than_it_may(string? interval, string waits, params string[] answers)
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        var clock = new SteppingClock();
        auth.DeviceAnswer = With(auth.DeviceAnswer, interval is null ? "" : $$""","interval":{{interval}}""");
        Array.ForEach([.. answers, ScriptedAuth.Tokens], auth.TokenAnswers.Enqueue);

        var run = await folder.RunAsync(host => host with { Clock = clock }, "login", "--url", auth.Address);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(waits, string.Join(' ', clock.Waits.Select(wait => wait.TotalSeconds)));
        Assert.Equal($"Signed in at {auth.Address} as ada@example.com (Ada).\n", run.Output);
        Assert.Equal(answers.Any(answer => answer is "" or "503" or "429"), run.Error.Contains("Trying again.", StringComparison.Ordinal));
        Assert.Equal("a2", folder.Credentials.Find(new Uri(auth.Address))!.AccessToken);
    }

    [Theory]
    [InlineData("expired_token", 7, "The code expired")]
    [InlineData("access_denied", 6, "denied")]
    [InlineData("invalid_client", 6, "does not know this program")]
    [InlineData("invalid_grant", 6, "refuses: invalid_grant")]
    [InlineData("404", 2, "does not belong to Capsule's auth service")]
    [InlineData("""{"access_token":"a"}""", 2, "without tokens")]
    public async Task It_ends_with_the_reason(string answer, int code, string reason)
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        auth.TokenAnswers.Enqueue(answer);

        var run = await folder.RunAsync(host => host with { Clock = new SteppingClock() }, "login", "--url", auth.Address, "--json");

        Assert.Equal((code, code), (run.Code, run.Document.GetProperty("exitCode").GetInt32()));
        Assert.Contains(reason, run.Document.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Null(folder.Credentials.Find(new Uri(auth.Address)));
    }

    [Theory]
    [InlineData("authorization_pending", 7, "The code expired")]
    [InlineData("", 4, "cannot be reached")]
    public async Task It_asks_no_longer_than_the_code_is_good(string answer, int code, string reason)
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        var clock = new SteppingClock();
        auth.DeviceAnswer = auth.DeviceAnswer.Replace("600", "60", StringComparison.Ordinal);
        Array.ForEach([.. Enumerable.Repeat(answer, 50)], auth.TokenAnswers.Enqueue);

        var run = await folder.RunAsync(host => host with { Clock = clock }, "login", "--url", auth.Address);

        Assert.Equal(code, run.Code);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.InRange(clock.Waits.Sum(wait => wait.TotalSeconds), 60, 100);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", 4, "cannot be reached")]
    [InlineData("http://auth.example.com", 78, "does not use TLS")]
    [InlineData("auth", 78, "is not an address")]
    public async Task An_address_without_an_auth_is_named(string address, int code, string reason)
    {
        using var folder = new ConfigFolder();

        var run = await folder.RunAsync("login", "--url", address);

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404", 2, "answered 404 to POST /connect/device-authorization")]
    [InlineData("503", 4, "answered 503")]
    [InlineData("unauthorized_client", 6, "does not know this program")]
    [InlineData("{}", 2, "does not belong to Capsule's auth service")]
    public async Task What_gives_no_code_is_named(string answer, int code, string reason)
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        auth.DeviceAnswer = answer;

        var run = await folder.RunAsync("login", "--url", auth.Address);

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://auth.example.com/device?user_code=1", true)]
    [InlineData("http://127.0.0.1:7210/device?user_code=1", true)]
    [InlineData("http://auth.example.com/device?user_code=1", false)]
    [InlineData("file:///bin/sh", false)]
    [InlineData("-h", false)]
    public async Task Only_a_page_is_opened_in_the_browser(string address, bool opens)
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        List<Uri> opened = [];
        auth.DeviceAnswer = With(auth.DeviceAnswer, $$""","verification_uri_complete":"{{address}}" """);
        Array.ForEach([ScriptedAuth.Tokens, ScriptedAuth.Tokens], auth.TokenAnswers.Enqueue);
        CliHost Change(CliHost host) => host with { Clock = new SteppingClock(), Browser = opened.Add };

        var run = await folder.RunAsync(Change, "login", "--url", auth.Address);
        var without = await folder.RunAsync(Change, "login", "--url", auth.Address, "--no-browser");

        Assert.Equal((0, 0), (run.Code, without.Code));
        Assert.Equal(opens ? [new Uri(address)] : [], opened);
        Assert.Contains(address, run.Error, StringComparison.Ordinal);
        Assert.Contains("1111-2222", without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_says_does_not_control_the_terminal()
    {
        await using var auth = await ScriptedAuth.StartAsync();
        using var folder = new ConfigFolder();
        auth.DeviceAnswer = """
            {"device_code":"d","user_code":"\u001b[2J1","verification_uri":"http://a\u0007","verification_uri_complete":"http://b\u001b]0;x"}
            """;
        auth.TokenAnswers.Enqueue("""{"access_token":"a"}""");

        var run = await folder.RunAsync(host => host with { Clock = new SteppingClock() }, "login", "--url", auth.Address);

        Assert.DoesNotContain(run.Error, static character => char.IsControl(character) && character != '\n');
    }

    private static string With(string answer, string more) => answer[..^1] + more + "}";
}
