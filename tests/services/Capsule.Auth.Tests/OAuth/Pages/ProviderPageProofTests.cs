using System.Text.Json;
using System.Web;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth.Pages;

/// <summary>How recent the user's proof must be, and who is expected to give it (OpenID Connect Core 1.0, section 3.1.2.1).</summary>
public sealed class ProviderPageProofTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    [Theory]
    [InlineData("", null, null)]
    [InlineData("&prompt=login", "login", "0")]
    [InlineData("&prompt=consent%20login", "login", "0")]
    [InlineData("&max_age=3600", null, "3600")]
    [InlineData("&prompt=login&max_age=3600", "login", "0")]
    public async Task The_provider_is_asked_for_what_the_client_asks_for(string more, string? prompt, string? maxAge)
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await ProviderHosts.StartListeningAsync(fake);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var page = await browser.OpenAsync(client, more + "&login_hint=grace%40example.com");
        var asked = HttpUtility.ParseQueryString((await browser.ChooseAsync(page, "fake")).Query);

        Assert.Equal((prompt, maxAge, "grace@example.com"), (asked["prompt"], asked["max_age"], asked["login_hint"]));
        Assert.Contains("value=\"grace@example.com\" required", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_knows_no_max_age_is_to_ask_the_user_anew()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var asked = HttpUtility.ParseQueryString(
            (await browser.ChooseAsync(await browser.OpenAsync(client, "&max_age=60"), ProviderHosts.OAuth)).Query
        );

        Assert.Equal(("login", null, null), (asked["prompt"], asked["max_age"], asked["nonce"]));
    }

    [Fact]
    public async Task A_pushed_request_asks_for_the_same()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await ProviderHosts.StartListeningAsync(fake);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var pushed = await Apps.ReadAsync<JsonElement>(
            await auth.PostFormAsync(
                "/connect/par",
                client.Basic(),
                ("response_type", "code"),
                ("scope", "openid"),
                ("redirect_uri", Apps.Callback),
                ("prompt", "login"),
                ("state", "s1"),
                ("login_hint", "grace@example.com"),
                ("code_challenge_method", "S256"),
                ("code_challenge", Browser.ChallengeOf(Apps.Verifier))
            )
        );
        var path =
            $"/connect/authorize?client_id={client.Id}&request_uri={Uri.EscapeDataString(pushed.GetProperty("request_uri").GetString()!)}";

        var page = await (await browser.FollowAsync(await browser.GoAsync(path))).Content.ReadAsStringAsync();
        var destination = await browser.ChooseAsync(page, "fake");
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).Good());
        var consent = await browser.FollowAsync(await browser.GoAsync(fake.Agree(destination, "fake")));

        var asked = HttpUtility.ParseQueryString(destination.Query);
        Assert.Equal(("login", "0", "grace@example.com"), (asked["prompt"], asked["max_age"], asked["login_hint"]));
        await browser.AllowAsync(auth, client, consent);
    }

    [Fact]
    public async Task A_user_who_is_signed_in_at_a_provider_is_asked_again_where_the_client_wants_it()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        await browser.AllowAsync(auth, client, await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada));
        await auth.Database.ExecuteAsync("update auth.sessions set created_at = created_at - interval '1 hour'");
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var page = await browser.OpenAsync(client, "&prompt=login");
        Assert.Contains("You are signed in as ada@example.com, and are asked to prove it once more.", page, StringComparison.Ordinal);
        var callback = await browser.AnswerAsync(await browser.ChooseAsync(page, ProviderHosts.Oidc), ProviderHosts.Oidc, Account.Ada);
        var answer = await browser.FollowAsync(await browser.GoAsync(callback.PathAndQuery));

        // The consent of before is enough.
        Assert.StartsWith(Apps.Callback, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var claims = await IdTokenAsync(auth, client, answer);
        Assert.InRange(claims.GetProperty("auth_time").GetInt64(), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Proof_that_is_older_than_the_sign_in_is_told_with_its_own_time()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await ProviderHosts.StartListeningAsync(fake);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var proved = DateTimeOffset.UtcNow.AddHours(-5).ToUnixTimeSeconds();
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).Good(("auth_time", proved)));

        var claims = await browser.AllowAsync(auth, client, await SignInAsync(browser, fake, client));

        Assert.Equal(proved, claims.GetProperty("auth_time").GetInt64());
    }

    [Theory]
    [InlineData("&prompt=login")]
    [InlineData("&max_age=3600")]
    public async Task A_provider_that_does_not_ask_anew_does_not_satisfy_the_client(string more)
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await ProviderHosts.StartListeningAsync(fake);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        fake.Tokens = _ =>
            FakeProvider.WithIdToken(new FakeProviderOf(fake).Good(("auth_time", DateTimeOffset.UtcNow.AddHours(-5).ToUnixTimeSeconds())));

        var answer = await SignInAsync(browser, fake, client, more);

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("and are asked to prove it once more.", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/sign-in/provider\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth_time", 99_999_999_999_999)]
    [InlineData("auth_time", -1)]
    [InlineData("auth_time", 4_102_444_800)]
    public async Task A_time_that_cannot_be_is_not_told_on(string claim, long value)
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await ProviderHosts.StartListeningAsync(fake);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).Good((claim, value)));

        var claims = await browser.AllowAsync(auth, client, await SignInAsync(browser, fake, client));

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.InRange(claims.GetProperty("auth_time").GetInt64(), now - 60, now);
    }

    private static async Task<HttpResponseMessage> SignInAsync(
        Browser browser,
        FakeProvider fake,
        ClientResponse client,
        string more = ""
    ) =>
        await browser.FollowAsync(
            await browser.GoAsync(fake.Agree(await browser.ChooseAsync(await browser.OpenAsync(client, more), "fake"), "fake"))
        );

    private static async Task<JsonElement> IdTokenAsync(ServiceHost<Program> auth, ClientResponse client, HttpResponseMessage answer) =>
        SignInPages.Payload(
            (await auth.TokensAsync(client, HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!)).IdToken!
        );
}
