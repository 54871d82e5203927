using System.Net;
using Capsule.Auth.OAuth.Grants;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>What users grant in a browser, and take back.</summary>
public sealed class GrantTests
{
    [Fact]
    public async Task A_user_sees_what_clients_have_and_takes_it_back()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var user = (await auth.BeginAsync()).AccessToken;
        var tokens = await auth.TokensAsync(client, await auth.CodeAsync(user, client));

        var grant = Assert.Single(
            (await Apps.ReadAsync<Page<GrantResponse>>(await auth.SendAsync(HttpMethod.Get, "/api/users/me/grants", user))).Items
        );
        Assert.Equal((client.Id.ToString(), "app"), (grant.ClientId, grant.ClientName));
        Assert.Equal(["account", "openid"], grant.Scopes.Order());
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await auth.SendAsync(HttpMethod.Delete, $"/api/users/me/grants/{grant.Id}", user)).StatusCode
        );

        await Apps.AssertErrorAsync(
            await ClientRefreshTests.RefreshAsync(auth, client, tokens.RefreshToken!),
            HttpStatusCode.BadRequest,
            "invalid_grant"
        );
        Assert.Empty((await Apps.ReadAsync<Page<GrantResponse>>(await auth.SendAsync(HttpMethod.Get, "/api/users/me/grants", user))).Items);
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, $"/api/users/me/grants/{grant.Id}", user),
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task The_sign_in_page_asks_for_the_second_factor_and_sets_a_cookie_that_ends_with_the_session()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        using var browser = auth.CreateBareClient();
        var start =
            $"/connect/authorize?response_type=code&scope=openid&client_id={client.Id}&redirect_uri={Uri.EscapeDataString(Apps.Callback)}&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        var page = (await browser.GetAsync(start)).Headers.Location!.OriginalString;
        Assert.StartsWith("/sign-in?", page, StringComparison.Ordinal);

        var wrong = await SubmitAsync(browser, start, "wrong horse battery", null);
        var missing = await SubmitAsync(browser, start, Accounts.Password, null);
        var right = await SubmitAsync(browser, start, Accounts.Password, Authenticators.Code(enrolled.Secret));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (wrong.StatusCode, missing.StatusCode));
        Assert.False(wrong.Headers.Contains("Set-Cookie") || missing.Headers.Contains("Set-Cookie"));
        Assert.Contains("name=\"code\"", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, start), (right.StatusCode, right.Headers.Location!.OriginalString));
        var cookie = Assert.Single(
            right.Headers.GetValues("Set-Cookie"),
            static set => set.StartsWith("__Host-", StringComparison.Ordinal)
        );
        Assert.Matches("^__Host-capsule-session=[^;]+; path=/; secure; samesite=lax; httponly$", cookie);

        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(start)).StatusCode);
        await auth.ExecuteAsync("update mine.sessions set revoked_at = now(), revoked_because = 'signed-out'");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(start)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.test")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_form_of_another_page_signs_nobody_in(string header, string value)
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = Accounts.Form(("email", auth.AddressOf(Accounts.Email)), ("password", Accounts.Password)),
        };
        request.Headers.Add(header, value);

        var response = await auth.CreateBareClient().SendAsync(request);

        Assert.Equal((HttpStatusCode.Forbidden, false), (response.StatusCode, response.Headers.Contains("Set-Cookie")));
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData(@"/\evil.test/")]
    [InlineData("/connect/authorize.evil.test")]
    [InlineData("/device@evil.test")]
    public async Task Nobody_is_sent_elsewhere_after_the_sign_in(string address)
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();

        var response = await auth.CreateBareClient()
            .PostAsync(
                "/sign-in",
                Accounts.Form(("email", auth.AddressOf(Accounts.Email)), ("password", Accounts.Password), ("return", address))
            );

        Assert.Equal("/sign-in", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x>")]
    public async Task What_comes_in_an_address_is_shown_as_text(string text)
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await auth.CreateBareClient()
            .PostAsync("/sign-in", Accounts.Form(("email", text), ("password", "x"), ("return", "/device?" + text)));

        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(text, page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(text), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in", "email=a%00&password=b%00&return=%00")]
    [InlineData("/sign-in", "email=a&email=b&password=c&password=d")]
    [InlineData("/sign-in", "%00=%00")]
    [InlineData("/connect/authorize", "client_id=%00&response_type=code&redirect_uri=%00&scope=%00")]
    [InlineData("/connect/authorize", "client_id=a&client_id=b&request_uri=%00&request=%00")]
    [InlineData("/connect/end-session", "client_id=%00&id_token_hint=%00&post_logout_redirect_uri=%00")]
    [InlineData("/device", "user_code=%00&decision=allow")]
    public async Task Pages_refuse_what_they_cannot_read_as_a_mistake_of_the_sender(string path, string form)
    {
        await using var auth = await AuthHost.SharedAsync();
        using var body = new StringContent(form, null, "application/x-www-form-urlencoded");

        var response = await auth.CreateBareClient().PostAsync(path, body);

        Assert.InRange((int)response.StatusCode, 300, 499);
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string address, string password, string? code) =>
        browser.PostAsync(
            "/sign-in",
            Accounts.Form([
                ("email", Accounts.Email),
                ("password", password),
                ("return", address),
                .. code is null ? [] : new[] { ("code", code) },
            ])
        );
}
