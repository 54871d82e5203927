using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Accounts.Profile;
using Capsule.Auth.SignIn.External;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers;

public sealed class ExternalSignInTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    [Theory]
    [InlineData(ProviderHosts.Oidc)]
    [InlineData(ProviderHosts.OAuth)]
    public async Task Who_comes_from_a_provider_has_an_account_and_gets_into_it_again(string name)
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        var first = await auth.TokensAsync(await browser.CodeAsync(name, Account.Ada));
        var second = await auth.TokensAsync(
            await browser.CodeAsync(name, Account.Ada with { Email = "changed@example.com", Name = "Changed" })
        );

        var profile = await Apps.ReadAsync<ProfileResponse>(await auth.SendAsync(HttpMethod.Get, "/api/users/me", first.AccessToken));
        Assert.Equal((Accounts.Email, true, "Ada at Acme"), (profile.Email, profile.EmailVerified, profile.Name));
        Assert.Equal(["user"], profile.Roles);
        Assert.Equal(
            profile.Id,
            (await Apps.ReadAsync<ProfileResponse>(await auth.SendAsync(HttpMethod.Get, "/api/users/me", second.AccessToken))).Id
        );
        Assert.Equal("account billing deployments", second.Scope);
        Assert.NotNull(await auth.TryRefreshAsync(second.RefreshToken!));
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from auth.outbox_messages where type like '%:UserRegistered'"));
        Assert.Empty(await auth.EmailsAsync()); // Proved already.
        Assert.Equal("fed", await auth.QueryAsync<string>("select methods[1] from auth.sessions limit 1"));
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from auth.user_logins where last_used_at is not null"));
    }

    [Fact]
    public async Task Providers_are_listed()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);

        var listed = (await auth.Client.GetFromJsonAsync<ProvidersResponse>("/api/providers"))!.Providers;

        Assert.Equal(
            [
                new ProviderResponse("acme", "Acme", "/api/providers/acme/authorize"),
                new ProviderResponse("plain", "plain", "/api/providers/plain/authorize"),
            ],
            listed
        );
    }

    [Fact]
    public async Task An_account_is_not_given_away_because_the_provider_tells_its_address()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var owner = await auth.BeginAsync();
        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });

        var code = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada with { Email = Accounts.Email.ToUpperInvariant() });
        var refused = await auth.TryExternalAsync(code);

        await Authenticators.AssertRefusedAsync(refused, HttpStatusCode.Conflict, "email-taken");
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from auth.user_logins"));

        // Its owner, signed in, links it with the code that they have already.
        var linked = await auth.SendAsync(HttpMethod.Post, "/api/users/me/logins", owner.AccessToken, LinkBody(code));
        Assert.Equal(HttpStatusCode.Created, linked.StatusCode);
        var tokens = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        Assert.Equal(
            Accounts.Email,
            (await Apps.ReadAsync<ProfileResponse>(await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken))).Email
        );
        Assert.Equal("login-linked", (await auth.TemplatesAsync())[^1]);
    }

    [Theory]
    [InlineData(Accounts.Email, false)]
    [InlineData(null, false)]
    [InlineData("no address", true)]
    public async Task Nobody_signs_up_with_an_address_that_the_provider_has_no_proof_of(string? email, bool verified)
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        var answer = await auth.TryExternalAsync(
            await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada with { Email = email, EmailVerified = verified })
        );

        await ServiceCompliance.AssertProblemAsync(answer, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from auth.users"));
    }

    [Fact]
    public async Task Who_does_not_agree_comes_back_without_a_code()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);

        var query = await browser.SignInAsync(ProviderHosts.Oidc, Account.Ada, denies: true);

        Assert.Equal(("access_denied", null, "app & state"), (query["error"], query["code"], query["state"]));
    }

    [Fact]
    public async Task Two_factors_are_asked_for_and_the_code_from_the_provider_waits_for_them()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var owner = await auth.BeginAsync();
        await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/me/logins",
            owner.AccessToken,
            LinkBody(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada))
        );
        var recovery = (await auth.EnrolAsync(owner)).RecoveryCodes;

        var code = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada);
        var without = await auth.TryExternalAsync(code);
        var wrong = await auth.TryExternalAsync(code, "aaaa-aaaa-aaaa-aaaa");
        var right = await auth.TryExternalAsync(code, recovery[0]);
        var again = await auth.TryExternalAsync(code, recovery[1]);

        await Authenticators.AssertRefusedAsync(without, HttpStatusCode.Unauthorized, "second-factor-required");
        await Authenticators.AssertRefusedAsync(wrong, HttpStatusCode.Unauthorized, "wrong-code");
        var claims = await SignedToken.ReadAsync(auth, (await Apps.ReadAsync<TokenResponse>(right)).AccessToken);
        Assert.Equal("""["fed","otp","mfa"]""", claims.GetProperty("amr").GetRawText());
        await ServiceCompliance.AssertProblemAsync(again, HttpStatusCode.UnprocessableEntity, "externalCode");
    }

    [Fact]
    public async Task A_closed_account_is_not_opened_by_a_provider()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var tokens = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));

        var closed = await auth.SendAsync(
            HttpMethod.Delete,
            "/api/users/me",
            tokens.AccessToken,
            External.Proof(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada))
        );
        Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        var answer = await auth.TryExternalAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));

        await ServiceCompliance.AssertProblemAsync(answer, HttpStatusCode.Forbidden);
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
    }

    [Fact]
    public async Task Of_two_first_sign_ins_at_once_both_are_the_same_user()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        string[] codes =
        [
            await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada),
            await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada),
        ];

        var tokens = await Task.WhenAll(codes.Select(code => auth.TokensAsync(code)));

        var users = await Task.WhenAll(
            tokens.Select(async token => (await SignedToken.ReadAsync(auth, token.AccessToken)).GetProperty("sub").GetString())
        );
        Assert.Single(users.Distinct());
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from auth.users"));
    }

    private static object LinkBody(string code) =>
        new
        {
            externalCode = code,
            codeVerifier = Browser.Verifier,
            password = Accounts.Password,
        };
}
