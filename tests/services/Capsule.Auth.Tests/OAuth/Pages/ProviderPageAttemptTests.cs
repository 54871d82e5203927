using System.Net;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth.Pages;

/// <summary>Attempts that are refused, came too late or lead nowhere.</summary>
public sealed class ProviderPageAttemptTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    [Theory]
    [InlineData("/sign-in/provider", "Origin", "https://evil.test")]
    [InlineData("/sign-in/provider", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/sign-in/provider/return", "Origin", "null")]
    [InlineData("/sign-in/provider/return", "Sec-Fetch-Site", "same-site")]
    public async Task A_form_of_another_page_begins_and_finishes_nothing(string path, string header, string value)
    {
        await using var auth = await AuthHost.SharedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = Accounts.Form(("provider", ProviderHosts.Oidc), ("external_code", "c")),
        };
        request.Headers.Add(header, value);

        var response = await auth.CreateBareClient().SendAsync(request);

        Assert.Equal((HttpStatusCode.Forbidden, false), (response.StatusCode, response.Headers.Contains("Set-Cookie")));
    }

    // wavelens/gradient#38; mattrobinsonsre/bamf#153: the callback took the state of another browser.
    [Fact]
    [Trait("Case", "A-AUT-33")]
    public async Task A_callback_is_refused_in_another_browser_than_the_one_that_began()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        using var victim = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        await victim.ChooseAsync(await victim.OpenAsync(client), ProviderHosts.Oidc);
        var callback = await browser.CallbackAsync(client, ProviderHosts.Oidc, Account.Ada);

        var refused = await victim.GoAsync(callback, "text/html");
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        SignInPages.AssertNoSession(refused);

        // Nor is the code for the page, which comes after it.
        var comeBack = (await browser.GoAsync(callback)).Headers.Location!.OriginalString;
        Assert.StartsWith("/sign-in/provider/return?", comeBack, StringComparison.Ordinal);
        await (await victim.GoAsync(comeBack)).AssertRefusedAsync(HttpStatusCode.BadRequest, client);
        var cookie = (browser.Cookie, browser.Cookie = null).Item1;
        await (await browser.GoAsync(comeBack)).AssertRefusedAsync(HttpStatusCode.BadRequest, client);
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from auth.user_logins"));

        browser.Cookie = cookie;
        await browser.AllowAsync(auth, client, await browser.FollowAsync(await browser.GoAsync(comeBack)));
    }

    // mozilla/mozilla-django-oidc#312: reloading the callback after its answer was lost ended in an error.
    [Fact]
    [Trait("Case", "A-AUT-32")]
    public async Task A_callback_that_is_loaded_again_shows_the_way_back()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var callback = await browser.CallbackAsync(client, ProviderHosts.Oidc, Account.Ada);
        var comeBack = (await browser.GoAsync(callback)).Headers.Location!.OriginalString;
        await browser.GoAsync(comeBack);

        await (await browser.FollowAsync(await browser.GoAsync(callback))).AssertRefusedAsync(HttpStatusCode.BadRequest, client);
        var text = await (await browser.GoAsync(comeBack)).AssertRefusedAsync(HttpStatusCode.BadRequest, client);

        Assert.StartsWith("This sign-in was completed already", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_took_too_long_shows_the_way_back()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider, ("Auth:Cleanup:Interval", "00:00:00.1"));
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var comeBack = (await browser.GoAsync(await browser.CallbackAsync(client, ProviderHosts.Oidc, Account.Ada)))
            .Headers
            .Location!
            .OriginalString;
        var callback = await browser.CallbackAsync(client, ProviderHosts.Oidc, Account.Ada);
        await auth.Database.ExecuteAsync("update auth.sign_in_attempts set expires_at = clock_timestamp() - interval '1 second'");

        await (await browser.GoAsync(comeBack)).AssertRefusedAsync(HttpStatusCode.BadRequest, client);
        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from auth.sign_in_attempts") == 0,
            "they are deleted"
        );
        var lost = await browser.GoAsync(callback, "text/html");

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (lost.StatusCode, lost.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData(@"/\evil.test/")]
    public async Task Nobody_is_sent_elsewhere_after_the_sign_in(string address)
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var begun = await browser.PostAsync("/sign-in/provider", ("provider", ProviderHosts.Oidc), ("return", address));
        var callback = await browser.AnswerAsync(
            new Uri(begun.Headers.GetValues("Refresh").Single()[6..]),
            ProviderHosts.Oidc,
            Account.Ada
        );
        var comeBack = (await browser.GoAsync(callback.PathAndQuery)).Headers.Location!.OriginalString;

        var response = await browser.GoAsync(comeBack + "&return=" + Uri.EscapeDataString(address));

        Assert.Equal("/sign-in", response.Headers.Location!.OriginalString);
        Assert.Contains(
            "You are signed in as ada@example.com",
            await (await browser.GoAsync("/sign-in")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("provider=%00&return=%00", HttpStatusCode.BadRequest)]
    [InlineData("provider=nobody", HttpStatusCode.NotFound)]
    [InlineData("provider=acme&provider=plain", HttpStatusCode.NotFound)]
    [InlineData("provider=acme&max_age=99999999999999999999&login_hint=%1F&prompt=nonsense", HttpStatusCode.OK)]
    public async Task A_form_that_makes_no_sense_is_a_mistake_of_the_sender(string form, HttpStatusCode status)
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var body = new StringContent(form, null, "application/x-www-form-urlencoded");

        var response = await auth.CreateBareClient().PostAsync("/sign-in/provider", body);

        Assert.Equal(status, response.StatusCode);
    }
}
