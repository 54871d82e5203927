using System.Net;
using System.Text;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.Tests.SignIn.Providers;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Http;

namespace Capsule.Auth.Tests.OAuth.Pages;

/// <summary>
/// What the sign-in page says when a sign-in at a provider leads to nothing: the same rules as the API's, and a way back.
/// </summary>
public sealed class ProviderPageRefusalTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    [Fact]
    public async Task A_user_who_does_not_agree_is_told_so_and_signs_in_at_the_second_try()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var denied = await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada, denies: true);
        Assert.StartsWith(
            "Acme did not sign you in",
            await denied.AssertRefusedAsync(HttpStatusCode.BadRequest, client),
            StringComparison.Ordinal
        );

        await browser.AllowAsync(auth, client, await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada));
    }

    [Fact]
    public async Task An_account_is_not_given_away_because_the_provider_tells_its_address()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        await auth.SignUpAsync();
        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });

        var refused = await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada);

        var text = await refused.AssertRefusedAsync(HttpStatusCode.Conflict, client);
        Assert.Contains("sign in as you did before, and link Acme", text, StringComparison.Ordinal);
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from auth.user_logins"));
    }

    [Fact]
    public async Task An_account_whose_address_nobody_has_proved_goes_to_who_has_the_providers_proof()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var squatter = await auth.BeginAsync();

        var claims = await browser.AllowAsync(auth, client, await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada));

        Assert.Equal(
            (await SignedToken.ReadAsync(auth, squatter.AccessToken)).GetProperty("sub").GetString(),
            claims.GetProperty("sub").GetString()
        );
        Assert.Null(await auth.TryRefreshAsync(squatter.RefreshToken!));
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);
    }

    [Theory]
    [InlineData(Accounts.Email, false)]
    [InlineData(null, false)]
    public async Task Nobody_signs_up_with_an_address_that_the_provider_has_no_proof_of(string? email, bool verified)
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var refused = await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada with { Email = email, EmailVerified = verified });

        Assert.StartsWith(
            "Acme tells no e-mail address",
            await refused.AssertRefusedAsync(HttpStatusCode.UnprocessableEntity, client),
            StringComparison.Ordinal
        );
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from auth.users"));
    }

    [Fact]
    public async Task A_closed_account_is_not_opened_by_a_provider()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await auth.Database.ExecuteAsync($"update auth.users set active = false where email = '{Accounts.Email}'");

        var refused = await browser.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada);

        Assert.Equal("The account was closed, or may not sign in.", await refused.AssertRefusedAsync(HttpStatusCode.Forbidden, client));
    }

    [Fact]
    public async Task An_address_that_is_to_be_proved_first_is_asked_for()
    {
        await using var auth = await ProviderHosts.StartListeningAsync(provider);
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await auth.Database.ExecuteAsync($"update auth.users set email_verified = false where email = '{Accounts.Email}'");
        await using var strict = auth.StartReplica(host =>
            AuthHost.Configure(
                host,
                ("Auth:Accounts:RequireVerifiedEmail", "true"),
                ($"Auth:External:Providers:{ProviderHosts.Oidc}:Issuer", provider.Address),
                ($"Auth:External:Providers:{ProviderHosts.Oidc}:DisplayName", "Acme"),
                ProviderHosts.Secrets(ProviderHosts.Oidc)[0],
                ProviderHosts.Secrets(ProviderHosts.Oidc)[1]
            )
        );
        using var there = new Browser(strict);

        var refused = await there.SignInAtAsync(client, ProviderHosts.Oidc, Account.Ada);

        Assert.StartsWith(
            "Prove first that the address",
            await refused.AssertRefusedAsync(HttpStatusCode.Forbidden, client),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(400, """{"error":"invalid_grant"}""")]
    [InlineData(200, "not JSON")]
    public async Task A_provider_that_fails_is_no_error_of_ours(int status, string body)
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await StartAsync(fake);
        fake.Tokens = _ => Results.Text(body, "application/json", Encoding.UTF8, status);

        var (refused, client) = await SignInAsync(auth, fake);

        Assert.StartsWith(
            "fake gave an answer that cannot be used.",
            await refused.AssertRefusedAsync(HttpStatusCode.BadRequest, client),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_no_error_of_ours()
    {
        var fake = await FakeProvider.StartAsync();
        await using var auth = await StartAsync(fake);
        await fake.DisposeAsync();
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync((await auth.SignInAsync("admin@example.com")).AccessToken);

        var refused = await browser.SubmitAsync(await browser.OpenAsync(client), "/sign-in/provider", ("provider", "fake"));

        Assert.StartsWith(
            "fake does not answer at the moment.",
            await refused.AssertRefusedAsync(HttpStatusCode.BadRequest, client),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_provider_may_rotate_its_keys_at_any_time()
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await StartAsync(fake);
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).Good());
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(auth, fake)).Answer.StatusCode);

        fake.Key = TestSigningKey.Rs256("key-2");
        var (consent, _) = await SignInAsync(auth, fake);
        Assert.Contains("Allow app?", await consent.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var unpublished = TestSigningKey.Rs256("unpublished");
        fake.Tokens = _ => FakeProvider.WithIdToken(new FakeProviderOf(fake).By(unpublished));
        var (refused, client) = await SignInAsync(auth, fake);
        await refused.AssertRefusedAsync(HttpStatusCode.BadRequest, client);
    }

    [Theory]
    [InlineData("code=c&state=unknown", "text/html")]
    [InlineData("code=c", "text/html")]
    [InlineData("", "text/html")]
    public async Task An_answer_of_no_attempt_shows_a_page(string query, string type)
    {
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await StartAsync(fake);
        using var browser = new Browser(auth);

        var response = await browser.GoAsync($"/api/providers/fake/callback?{query}", "text/html,*/*;q=0.8");

        Assert.Equal((HttpStatusCode.BadRequest, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private static async Task<ServiceHost<Program>> StartAsync(FakeProvider fake)
    {
        var auth = await ProviderHosts.StartListeningAsync(fake);
        await auth.AdminAsync();
        return auth;
    }

    // The user agrees at once.
    private static async Task<(HttpResponseMessage Answer, ClientResponse Client)> SignInAsync(ServiceHost<Program> auth, FakeProvider fake)
    {
        using var browser = new Browser(auth);
        var client = await auth.AppClientAsync((await auth.SignInAsync("admin@example.com")).AccessToken);
        var callback = fake.Agree(await browser.ChooseAsync(await browser.OpenAsync(client), "fake"), "fake");
        return (await browser.FollowAsync(await browser.GoAsync(callback, "text/html")), client);
    }
}
