using System.Net;
using Capsule.Auth.SignIn.Logins;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tests.SignIn.Providers;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.AccountTests;

/// <summary>Decision 024: somebody signs up with another's address and leaves ways in; the owner's proof closes them.</summary>
public sealed class PriorAccessTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    internal const string NewPassword = "battery staple horse";
    private static readonly Account Mallory = new("mallory", "mallory@example.com");

    [Fact]
    public async Task An_e_mails_link_that_is_opened_outside_the_account_closes_all_that_is_older()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        var prepared = await PrepareAsync(auth);

        var verified = await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email") });

        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);
        Assert.True(await auth.QueryAsync<bool>("select email_verified from mine.users"));
        await AssertClosedAsync(auth, prepared);

        // The owner gets in by a reset, and finds nothing of it.
        var owner = await ResetAsync(auth);
        Assert.Empty(
            (await Apps.ReadAsync<LoginsResponse>(await auth.SendAsync(HttpMethod.Get, "/api/users/me/logins", owner.AccessToken))).Logins
        );
    }

    [Fact]
    public async Task A_reset_closes_all_that_is_older_too()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        var prepared = await PrepareAsync(auth);

        await ResetAsync(auth);

        await AssertClosedAsync(auth, prepared);
    }

    [Fact]
    public async Task So_does_a_sign_in_at_a_provider_that_has_proof_of_the_address()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        var prepared = await PrepareAsync(auth);
        using var browser = new Browser(auth);

        var owner = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));

        await AssertClosedAsync(auth, prepared);
        Assert.True(await auth.QueryAsync<bool>("select email_verified from mine.users"));
        var logins = (
            await Apps.ReadAsync<LoginsResponse>(await auth.SendAsync(HttpMethod.Get, "/api/users/me/logins", owner.AccessToken))
        ).Logins;
        Assert.Equal(
            (Accounts.Email, 1),
            (Assert.Single(logins).Email, await auth.QueryAsync<int>("select count(*)::int from mine.users"))
        );
    }

    // Morelitea/initiative#666: external sign-in was linked to an account by its address alone, verified or not.
    [Theory]
    [Trait("Case", "A-AUT-18")]
    [InlineData(false)]
    [InlineData(null)]
    public async Task A_provider_without_proof_of_the_address_gets_into_no_account_that_has_it(bool? emailVerified)
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        await auth.SignUpAsync();
        using var browser = new Browser(auth);

        var refused = await auth.TryExternalAsync(
            await browser.CodeAsync(ProviderHosts.Oidc, new Account("x", Accounts.Email, emailVerified))
        );

        await Authenticators.AssertRefusedAsync(refused, HttpStatusCode.UnprocessableEntity, "provider-email-missing");
        Assert.Equal(
            0L,
            await auth.QueryAsync<long>("select (select count(*) from mine.user_logins) + (select count(*) from mine.sessions)")
        );
        Assert.False(await auth.QueryAsync<bool>("select email_verified from mine.users"));
        await auth.SignInAsync();
    }

    [Fact]
    public async Task An_address_that_its_owner_confirmed_for_a_strangers_account_brings_the_stranger_nothing()
    {
        await using var auth = await AuthHost.SharedAsync();
        var stranger = await auth.BeginAsync();
        var key = await auth.KeyAsync(stranger.AccessToken);
        const string OwnersAddress = "countess@example.com";
        await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/me/email",
            stranger.AccessToken,
            new { newEmail = OwnersAddress, password = Accounts.Password }
        );

        // The owner clicks first, outside the account; the stranger then within it.
        await auth.PostAsync("confirm-email-change", new { token = await auth.TokenAsync("change-email-new", OwnersAddress) });
        var changed = await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/confirm-email-change",
            stranger.AccessToken,
            new { token = await auth.TokenAsync("change-email-old") }
        );

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(auth.AddressOf(OwnersAddress), await auth.QueryAsync<string>("select email::text from mine.users"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync(OwnersAddress)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
        Assert.Null(await auth.TryRefreshAsync(stranger.RefreshToken!));
    }

    [Fact]
    public async Task A_key_is_not_made_with_a_session_that_ended_a_moment_ago()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        var token = await auth.TokenAsync("reset-password");

        // While the reset runs and after it, in the time until every service has heard of the end.
        var keys = Enumerable
            .Range(0, 20)
            .Select(_ =>
                auth.SendAsync(HttpMethod.Post, "/api/api-keys", tokens.AccessToken, new { name = "ci", scopes = new[] { "account" } })
            )
            .ToList();
        await auth.PostAsync("reset-password", new { token, newPassword = NewPassword });
        keys.Add(auth.SendAsync(HttpMethod.Post, "/api/api-keys", tokens.AccessToken, new { name = "ci", scopes = new[] { "account" } }));
        await Task.WhenAll(keys);

        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.api_keys where revoked_at is null"));
    }

    private static async Task<Prepared> PrepareAsync(ServiceHost<Program> auth)
    {
        using var browser = new Browser(auth);
        var tokens = await auth.BeginAsync();
        var linked = await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/me/logins",
            tokens.AccessToken,
            new
            {
                externalCode = await browser.CodeAsync(ProviderHosts.Oidc, Mallory),
                codeVerifier = Browser.Verifier,
                password = Accounts.Password,
            }
        );
        Assert.Equal(HttpStatusCode.Created, linked.StatusCode);
        var key = (await auth.KeyAsync(tokens.AccessToken)).Key;
        await auth.EnrolAsync(tokens);
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key)).StatusCode);
        return new Prepared(tokens, key);
    }

    private static async Task<TokenResponse> ResetAsync(ServiceHost<Program> auth)
    {
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        var reset = await auth.PostAsync(
            "reset-password",
            new { token = await auth.TokenAsync("reset-password"), newPassword = NewPassword }
        );
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        return await auth.SignInAsync(password: NewPassword);
    }

    private static async Task AssertClosedAsync(ServiceHost<Program> auth, Prepared prepared)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);
        Assert.Null(await auth.TryRefreshAsync(prepared.Tokens.RefreshToken!));
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", prepared.Key)).StatusCode);
        Assert.Equal(
            0L,
            await auth.QueryAsync<long>("select (select count(*) from mine.authenticators) + (select count(*) from mine.recovery_codes)")
        );
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.user_logins where subject = 'mallory'"));
        await Eventually.TrueAsync(
            async () =>
                (await auth.SendAsync(HttpMethod.Get, "/api/users/me", prepared.Tokens.AccessToken)).StatusCode
                == HttpStatusCode.Unauthorized,
            "the access token is refused"
        );
    }

    private sealed record Prepared(TokenResponse Tokens, string Key);
}
