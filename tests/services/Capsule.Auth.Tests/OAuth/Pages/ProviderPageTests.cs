using System.Net;
using System.Text.Json;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth.Pages;

/// <summary>Sign-in at a provider from auth's own sign-in page, for a client that asks for the user's consent.</summary>
public sealed class ProviderPageTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    private const string SessionCookie = "__Host-capsule-session";

    [Theory]
    [InlineData(ProviderHosts.Oidc)]
    [InlineData(ProviderHosts.OAuth)]
    public async Task A_user_signs_in_at_a_provider_and_the_client_gets_its_tokens(string name)
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var began = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var consent = await browser.SignInAtAsync(client, name, Account.Ada);
        var claims = await browser.AllowAsync(auth, client, consent);

        Assert.Matches("^__Host-capsule-session=[^;]+; path=/; secure; samesite=lax; httponly$", browser.SetCookie);
        Assert.Equal("""["fed"]""", claims.GetProperty("amr").GetRawText());
        Assert.InRange(claims.GetProperty("auth_time").GetInt64(), began, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal(
            Accounts.Email,
            await auth.QueryAsync<string>($"select email::text from auth.users where id = '{claims.GetProperty("sub").GetString()}'")
        );

        // The browser is signed in, and the client has the consent.
        Assert.StartsWith(
            Apps.Callback,
            (await browser.GoAsync(SignInPages.AuthorizePath(client))).Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_page_has_a_button_for_each_provider_and_neither_script_nor_a_form_that_leads_elsewhere()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var response = await browser.FollowAsync(await browser.GoAsync(SignInPages.AuthorizePath(client)));

        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains(
            "<button class=\"plain\" name=\"provider\" value=\"acme\">Continue with Acme</button>",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<button class=\"plain\" name=\"provider\" value=\"plain\">Continue with plain</button>",
            page,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Matches(
            "^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' https://app.example.com; base-uri 'none'; frame-ancestors 'none'$",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy"))
        );
    }

    [Fact]
    public async Task A_page_without_providers_has_no_button_for_one()
    {
        await using var auth = await AuthHost.SharedAsync();

        var page = await auth.Client.GetStringAsync("/sign-in?return=%2Fdevice");

        Assert.DoesNotContain("/sign-in/provider", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_factors_are_asked_for_on_a_page_and_the_tokens_say_so()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var recovery = await LinkedWithTwoFactorsAsync(auth, browser);

        var asked = await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada);
        var page = await asked.Content.ReadAsStringAsync();
        var missing = await browser.SubmitAsync(page, "/sign-in/provider/return", ("code", ""));
        var wrong = await browser.SubmitAsync(page, "/sign-in/provider/return", ("code", "aaaa-aaaa-aaaa-aaaa"));
        var tooLong = await browser.SubmitAsync(page, "/sign-in/provider/return", ("code", new string('1', 65)));

        foreach (var refused in new[] { asked, missing, wrong, tooLong })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            SignInPages.AssertNoSession(refused);
            Assert.Contains(
                "form-action 'self' https://app.example.com;",
                Assert.Single(refused.Headers.GetValues("Content-Security-Policy")),
                StringComparison.Ordinal
            );
        }

        Assert.Contains("The code is wrong or was used.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var right = await browser.SubmitAsync(await wrong.Content.ReadAsStringAsync(), "/sign-in/provider/return", ("code", recovery[0]));
        var claims = await browser.AllowAsync(auth, client, await browser.FollowAsync(right));
        Assert.Equal("""["fed","otp","mfa"]""", claims.GetProperty("amr").GetRawText());

        // The provider's answer is used up with the session.
        var again = await browser.SubmitAsync(page, "/sign-in/provider/return", ("code", recovery[1]));
        await again.AssertRefusedAsync(HttpStatusCode.BadRequest, client);
    }

    [Fact]
    public async Task A_code_of_the_second_factor_is_taken_in_the_browser_that_began()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        using var other = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var recovery = await LinkedWithTwoFactorsAsync(auth, browser);
        var page = await (await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada)).Content.ReadAsStringAsync();
        await other.ChooseAsync(await other.OpenAsync(client), ProviderHosts.Oidc);

        var refused = await other.SubmitAsync(page, "/sign-in/provider/return", ("code", recovery[0]));

        await refused.AssertRefusedAsync(HttpStatusCode.BadRequest, client);
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from auth.recovery_codes where used_at is not null"));
    }

    // sdelements/lets-chat#159; ether/etherpad#8074; authelia/authelia#670: the session's id was the same before and after signing in.
    [Fact]
    [Trait("Case", "A-AUT-34")]
    public async Task A_sign_in_at_a_provider_begins_a_session_of_its_own()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada);
        var first = SessionOf(browser);
        await auth.Database.ExecuteAsync("update auth.sessions set created_at = created_at - interval '1 hour'");

        // The same browser as far as auth can tell, with nobody signed in at the provider.
        using var later = new Browser(auth) { Cookie = browser.Cookie };
        var grace = Account.Ada with { Subject = "grace", Email = "grace@example.com" };
        var consent = await later.SignInAtAsync(client, ProviderHosts.Oidc, grace, "&prompt=login");

        Assert.NotEqual(first, SessionOf(later));
        Assert.Equal(2L, await auth.QueryAsync<long>("select count(*) from auth.sessions where methods = '{fed}'"));
        Assert.Contains("grace@example.com", await consent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_signed_in_by_who_signs_in_at_a_provider()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var response = await auth.SendAsync(
            HttpMethod.Post,
            "/api/clients",
            await auth.AdminAsync(),
            new
            {
                name = "device",
                isPublic = true,
                scopes = new[] { "openid" },
                grantTypes = new[] { "urn:ietf:params:oauth:grant-type:device_code" },
            }
        );
        var client = await Apps.ReadAsync<Capsule.Auth.OAuth.Clients.ClientResponse>(response);
        var begun = await Apps.ReadAsync<JsonElement>(
            await auth.PostFormAsync("/connect/device-authorization", null, ("client_id", client.Id.ToString()), ("scope", "openid"))
        );

        var page = await browser.FollowAsync(await browser.GoAsync($"/device?user_code={begun.GetProperty("user_code").GetString()}"));
        var destination = await browser.ChooseAsync(await page.Content.ReadAsStringAsync(), ProviderHosts.Oidc);
        var callback = await browser.AnswerAsync(destination, ProviderHosts.Oidc, Account.Ada);
        var consent = await browser.FollowAsync(await browser.GoAsync(callback.PathAndQuery));
        var done = await browser.SubmitAsync(await consent.Content.ReadAsStringAsync(), "/device", ("decision", "allow"));

        Assert.Equal("/device?status=allowed", done.Headers.Location!.OriginalString);
        var tokens = await auth.PostFormAsync(
            "/connect/token",
            null,
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", client.Id.ToString()),
            ("device_code", begun.GetProperty("device_code").GetString()!)
        );
        Assert.Equal(HttpStatusCode.OK, tokens.StatusCode);
    }

    [Fact]
    public async Task What_a_client_asks_for_may_be_long()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var more = $"&nonce=n1&display={new string('x', 3000)}";

        var claims = await browser.AllowAsync(auth, client, await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada, more));
        var tooLong = await browser.PostAsync(
            "/sign-in/provider",
            ("provider", ProviderHosts.Oidc),
            ("return", SignInPages.AuthorizePath(client, new string('x', 9000)))
        );

        Assert.Equal("n1", claims.GetProperty("nonce").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Contains(
            "The app asks for too much to go on with Acme.",
            await tooLong.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    private static string SessionOf(Browser browser) =>
        browser.Cookie!.Split("; ").Single(cookie => cookie.StartsWith(SessionCookie, StringComparison.Ordinal));

    private static async Task<string[]> LinkedWithTwoFactorsAsync(ServiceHost<Program> auth, Browser browser)
    {
        var owner = await auth.BeginAsync();
        var linked = await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/me/logins",
            owner.AccessToken,
            new
            {
                externalCode = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada),
                codeVerifier = Browser.Verifier,
                password = Accounts.Password,
            }
        );
        Assert.Equal(HttpStatusCode.Created, linked.StatusCode);
        return (await auth.EnrolAsync(owner)).RecoveryCodes;
    }
}
