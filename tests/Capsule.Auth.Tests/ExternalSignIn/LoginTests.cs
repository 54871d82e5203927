using System.Net;
using Capsule.Auth.ExternalSignIn.Logins;
using Capsule.Auth.Tests.ExternalSignIn.Provider;
using Capsule.Auth.Tests.TwoFactor;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.ExternalSignIn;

public sealed class LoginTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    private const string Logins = "/api/users/me/logins";

    [Fact]
    public async Task A_login_belongs_to_one_account()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await auth.SignUpAsync("grace@example.com");
        var grace = await auth.SignInAsync("grace@example.com");

        var answer = await LinkAsync(auth, grace, await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));

        await Authenticators.AssertRefusedAsync(answer, HttpStatusCode.Conflict, "login-taken");
        Assert.Empty((await ListAsync(auth, grace)).Logins);
    }

    [Fact]
    public async Task The_last_way_into_an_account_stays()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        var login = Assert.Single((await ListAsync(auth, ada)).Logins);
        Assert.Equal(("acme", Accounts.Email), (login.Provider, login.Email));

        await Authenticators.AssertRefusedAsync(await auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken), HttpStatusCode.Conflict, "last-login");
        Assert.Equal(HttpStatusCode.Created, (await LinkAsync(auth, ada, await browser.CodeAsync(ProviderHosts.OAuth, Account.Ada))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken)).StatusCode);
        await ServiceCompliance.AssertProblemAsync(await auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken), HttpStatusCode.NotFound);

        Assert.Equal(["plain"], (await ListAsync(auth, ada)).Logins.Select(left => left.Provider));
        Assert.Equal(["login-linked", "login-unlinked"], await auth.TemplatesAsync());
    }

    [Fact]
    public async Task Of_two_logins_that_are_taken_at_once_one_stays()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await LinkAsync(auth, ada, await browser.CodeAsync(ProviderHosts.OAuth, Account.Ada));
        var logins = (await ListAsync(auth, ada)).Logins;

        var answers = await Task.WhenAll(logins.Select(login => auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken)));

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        Assert.Single((await ListAsync(auth, ada)).Logins);
    }

    [Fact]
    public async Task Who_has_no_password_sets_one_a_short_time_after_signing_in()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        Assert.False((await ListAsync(auth, ada)).HasPassword);
        await ServiceCompliance.AssertProblemAsync(await auth.TrySignInAsync(password: ""), HttpStatusCode.BadRequest, "password");
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);

        // Twenty minutes later.
        await auth.Database.ExecuteAsync("update auth.sessions set created_at = created_at - interval '20 minutes'");
        var later = (await auth.TryRefreshAsync(ada.RefreshToken!))!;
        await Authenticators.AssertRefusedAsync(await SetAsync(later), HttpStatusCode.Forbidden, "wrong-password");
        await Authenticators.AssertRefusedAsync(
            await auth.SendAsync(HttpMethod.Post, Authenticators.Path, later.AccessToken, new { password = "" }), HttpStatusCode.Forbidden, "wrong-password");

        var fresh = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        Assert.Equal(HttpStatusCode.NoContent, (await SetAsync(fresh)).StatusCode);

        await auth.SignInAsync();
        Assert.True((await ListAsync(auth, fresh)).HasPassword);
        await Authenticators.AssertRefusedAsync(await SetAsync(fresh), HttpStatusCode.Forbidden, "wrong-password");

        Task<HttpResponseMessage> SetAsync(TokenResponse tokens) => auth.SendAsync(
            HttpMethod.Put, "/api/users/me/password", tokens.AccessToken, new { currentPassword = "", newPassword = Accounts.Password });
    }

    [Fact]
    public async Task Logins_change_a_short_time_after_signing_in_alone()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await auth.Database.ExecuteAsync("update auth.sessions set created_at = created_at - interval '20 minutes'");
        var later = (await auth.TryRefreshAsync(ada.RefreshToken!))!;

        var code = await browser.CodeAsync(ProviderHosts.OAuth, Account.Ada);

        await Authenticators.AssertRefusedAsync(await LinkAsync(auth, later, code), HttpStatusCode.Unauthorized, "insufficient-user-authentication");
        Assert.Equal(HttpStatusCode.Created, (await LinkAsync(auth, ada, code)).StatusCode);
    }

    [Fact]
    public async Task The_owner_of_an_address_that_was_never_proved_finds_no_other_way_into_the_account()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        // Somebody signs up with another's address, and leaves ways in.
        var somebody = await auth.BeginAsync();
        await LinkAsync(auth, somebody, await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada with { Email = "mallory@example.com" }));
        var key = await auth.KeyAsync(somebody.AccessToken);

        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        var reset = await auth.PostAsync("reset-password", new { token = await auth.TokenAsync("reset-password"), newPassword = "battery staple horse" });

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        var owner = await auth.SignInAsync(password: "battery staple horse");
        Assert.Empty((await ListAsync(auth, owner)).Logins);
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
    }

    [Fact]
    public async Task A_forgotten_account_can_be_begun_anew_at_the_provider()
    {
        await using var auth = await ProviderHosts.StartAsync(provider, ("Auth:Accounts:AnonymiseAfter", "0"), ("Auth:Cleanup:Interval", "00:00:00.1"));
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await auth.SendAsync(HttpMethod.Delete, "/api/users/me", ada.AccessToken, new { password = "" });
        await Eventually.TrueAsync(async () => await auth.QueryAsync<long>("select count(*) from auth.user_logins") == 0, "the account is anonymous");

        await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));

        Assert.Equal(2L, await auth.QueryAsync<long>("select count(*) from auth.users"));
    }

    private static Task<HttpResponseMessage> LinkAsync(ServiceHost<Program> auth, TokenResponse tokens, string externalCode) =>
        auth.SendAsync(HttpMethod.Post, Logins, tokens.AccessToken, new { externalCode, codeVerifier = Browser.Verifier });

    private static async Task<LoginsResponse> ListAsync(ServiceHost<Program> auth, TokenResponse tokens) =>
        await Apps.ReadAsync<LoginsResponse>(await auth.SendAsync(HttpMethod.Get, Logins, tokens.AccessToken));
}
