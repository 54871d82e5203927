using System.Net;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers;

public sealed class AttemptTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    [Fact]
    public async Task The_cookie_is_for_the_browser_alone()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        var response = await browser.GoAsync(Browser.AuthorizePath(ProviderHosts.Oidc));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("__Host-capsule-sign-in=", browser.SetCookie, StringComparison.Ordinal);
        var attributes = browser.SetCookie!.Split("; ").Skip(1).ToArray();
        Assert.Equal(["httponly", "max-age=600", "path=/", "samesite=lax", "secure"], attributes.Order(StringComparer.Ordinal));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task What_the_provider_sees_proves_nothing_to_who_has_seen_it()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        var query = (await browser.GoAsync(Browser.AuthorizePath(ProviderHosts.Oidc))).Headers.Location!.Query;
        var other = (await browser.GoAsync(Browser.AuthorizePath(ProviderHosts.Oidc))).Headers.Location!.Query;

        var (one, two) = (System.Web.HttpUtility.ParseQueryString(query), System.Web.HttpUtility.ParseQueryString(other));
        Assert.Equal(
            ("code", "S256", "openid profile email", ProviderHosts.Callback("acme")),
            (one["response_type"], one["code_challenge_method"], one["scope"], one["redirect_uri"])
        );
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.NotEqual(one[name], two[name]));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.Equal(43, one[name]!.Length));
        Assert.Equal(3, new[] { one["state"], one["nonce"], one["code_challenge"] }.Distinct().Count());
    }

    // wavelens/gradient#38; mattrobinsonsre/bamf#153: the callback took the state of another browser.
    [Fact]
    [Trait("Case", "A-AUT-33")]
    public async Task An_answer_counts_once_and_in_the_browser_that_asked()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        using var stranger = new Browser(auth);
        await stranger.GoAsync(Browser.AuthorizePath(ProviderHosts.Oidc));
        var answer = (await browser.ReturnAsync(ProviderHosts.Oidc, Account.Ada)).PathAndQuery;

        await ServiceCompliance.AssertProblemAsync(await stranger.GoAsync(answer), HttpStatusCode.BadRequest, "state");
        var cookie = (browser.Cookie, browser.Cookie = null).Item1;
        await ServiceCompliance.AssertProblemAsync(await browser.GoAsync(answer), HttpStatusCode.BadRequest, "state");
        browser.Cookie = cookie;
        await ServiceCompliance.AssertProblemAsync(
            await browser.GoAsync(answer.Replace("/acme/", "/plain/", StringComparison.Ordinal)),
            HttpStatusCode.BadRequest,
            "state"
        );
        Assert.NotNull(Browser.AppQuery(await browser.GoAsync(answer))["code"]);
        Assert.Null(Browser.AppQuery(await browser.GoAsync(answer))["code"]);
    }

    // mozilla/mozilla-django-oidc#312: reloading the callback after its answer was lost ended in an error.
    [Fact]
    [Trait("Case", "A-AUT-32")]
    public async Task A_callback_that_is_loaded_again_leads_back_to_the_app()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var answer = (await browser.ReturnAsync(ProviderHosts.Oidc, Account.Ada)).PathAndQuery;
        var code = Browser.AppQuery(await browser.GoAsync(answer))["code"]!;

        var again = Browser.AppQuery(await browser.GoAsync(answer));
        browser.Cookie = null;
        var elsewhere = await browser.GoAsync(answer, accept: "text/html,application/xhtml+xml,*/*;q=0.8");

        Assert.Equal(("invalid_request", null, "app & state"), (again["error"], again["code"], again["state"]));
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (elsewhere.StatusCode, elsewhere.Content.Headers.ContentType?.MediaType));
        Assert.Contains(
            $"<a href=\"{System.Web.HttpUtility.HtmlEncode(Browser.App)}\">",
            await elsewhere.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.False(elsewhere.Headers.Contains("Set-Cookie"));

        // The first answer is still good for who got it.
        await auth.TokensAsync(code);
    }

    [Fact]
    public async Task An_answer_of_another_issuer_is_refused()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var answer = (await browser.ReturnAsync(ProviderHosts.Oidc, Account.Ada)).PathAndQuery;
        Assert.Contains("iss=", answer, StringComparison.Ordinal);

        var query = Browser.AppQuery(
            await browser.GoAsync(answer.Replace("iss=", "iss=https%3A%2F%2Fevil.example.com&was=", StringComparison.Ordinal))
        );

        Assert.Equal("server_error", query["error"]);
    }

    [Fact]
    public async Task A_code_is_for_the_app_that_began_and_works_once()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var code = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada);

        await RefusedAsync(await auth.TryExternalAsync(code, codeVerifier: new string('v', 43)));
        await RefusedAsync(await auth.TryExternalAsync(code, codeVerifier: "too short"));
        await RefusedAsync(await auth.TryExternalAsync(new string('c', 43)));
        await auth.TokensAsync(code);
        await RefusedAsync(await auth.TryExternalAsync(code));

        Task RefusedAsync(HttpResponseMessage response) =>
            ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.UnprocessableEntity, "externalCode");
    }

    [Fact]
    public async Task What_took_too_long_is_over_and_cleaned_up()
    {
        await using var auth = await ProviderHosts.StartAsync(provider, ("Auth:Cleanup:Interval", "00:00:00.1"));
        using var browser = new Browser(auth);
        var code = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada);
        var answer = (await browser.ReturnAsync(ProviderHosts.Oidc, Account.Ada)).PathAndQuery;

        await auth.Database.ExecuteAsync("update auth.sign_in_attempts set expires_at = clock_timestamp() - interval '1 second'");

        await ServiceCompliance.AssertProblemAsync(await auth.TryExternalAsync(code), HttpStatusCode.UnprocessableEntity, "externalCode");
        await ServiceCompliance.AssertProblemAsync(await browser.GoAsync(answer), HttpStatusCode.BadRequest, "state");
        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from auth.sign_in_attempts") == 0,
            "they are deleted"
        );
    }

    [Theory]
    [InlineData("https://evil.example.com/", "redirect_uri")]
    [InlineData("http://127.0.0.1.evil.example.com/", "redirect_uri")]
    [InlineData("http://user@127.0.0.1/", "redirect_uri")]
    [InlineData("javascript:alert(1)", "redirect_uri")]
    [InlineData("/relative", "redirect_uri")]
    [InlineData("", "redirect_uri")]
    public async Task Nobody_is_sent_to_strangers(string address, string field)
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        await ServiceCompliance.AssertProblemAsync(
            await browser.GoAsync(Browser.AuthorizePath(ProviderHosts.Oidc, address)),
            HttpStatusCode.BadRequest,
            field
        );
    }

    [Theory]
    [InlineData("code_challenge_method=S256", "code_challenge_method=plain", "code_challenge_method")]
    [InlineData("code_challenge=", "code_challenge=short&x=", "code_challenge")]
    [InlineData("&code_challenge=", "&x=", "code_challenge")]
    [InlineData("state=", "state=%00", "state")]
    [InlineData("state=", "prompt=none&state=", "prompt")]
    public async Task What_an_app_begins_with_is_checked(string part, string replacement, string field)
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var path = Browser.AuthorizePath(ProviderHosts.Oidc).Replace(part, replacement, StringComparison.Ordinal);

        await ServiceCompliance.AssertProblemAsync(await browser.GoAsync(path), HttpStatusCode.BadRequest, field);
    }

    [Fact]
    public async Task A_provider_that_nobody_knows_is_not_there()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        await ServiceCompliance.AssertProblemAsync(await browser.GoAsync(Browser.AuthorizePath("nobody")), HttpStatusCode.NotFound);
        await ServiceCompliance.AssertProblemAsync(
            await browser.GoAsync("/api/providers/nobody/callback?state=x&code=y"),
            HttpStatusCode.NotFound
        );
    }
}
