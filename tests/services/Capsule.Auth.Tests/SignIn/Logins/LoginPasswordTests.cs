using System.Net;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tests.SignIn.Providers;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Auth.Tokens;
using Capsule.Testing;
using static Capsule.Auth.Tests.SignIn.Logins.LoginTests;

namespace Capsule.Auth.Tests.SignIn.Logins;

/// <summary>Passwords of accounts that began at a provider.</summary>
public sealed class LoginPasswordTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    [Fact]
    public async Task A_first_password_takes_a_new_sign_in_at_the_provider_and_a_recent_session_is_no_proof()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        Assert.False((await ListAsync(auth, ada)).HasPassword);
        await ServiceCompliance.AssertProblemAsync(await auth.TrySignInAsync(password: ""), HttpStatusCode.BadRequest, "password");
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);

        // Neither nothing, nor a made-up code, nor the sign-in of somebody else.
        using var other = new Browser(auth);
        var somebody = await other.CodeAsync(ProviderHosts.Oidc, Account.Ada with { Subject = "mallory", Email = "mallory@example.com" });
        foreach (var proof in new[] { null, "a code that nobody got", somebody })
        {
            await Authenticators.AssertRefusedAsync(await SetAsync(ada, proof), HttpStatusCode.Forbidden, "wrong-password");
        }

        await Authenticators.AssertRefusedAsync(
            await auth.SendAsync(HttpMethod.Post, Authenticators.Path, ada.AccessToken, new { password = "" }),
            HttpStatusCode.Forbidden,
            "wrong-password"
        );
        Assert.False((await ListAsync(auth, ada)).HasPassword);

        var code = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada);
        Assert.Equal(HttpStatusCode.NoContent, (await SetAsync(ada, code)).StatusCode);

        await auth.SignInAsync();
        Assert.True((await ListAsync(auth, ada)).HasPassword);
        await Authenticators.AssertRefusedAsync(await SetAsync(ada, code), HttpStatusCode.Forbidden, "wrong-password");

        Task<HttpResponseMessage> SetAsync(TokenResponse tokens, string? proofCode) =>
            auth.SendAsync(
                HttpMethod.Put,
                "/api/users/me/password",
                tokens.AccessToken,
                new
                {
                    currentPassword = "",
                    newPassword = Accounts.Password,
                    proofCode,
                    proofVerifier = Browser.Verifier,
                }
            );
    }

    [Fact]
    public async Task A_first_password_takes_a_code_of_the_second_factor_where_there_is_one()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        using var setup = await auth.SendAsync(
            HttpMethod.Post,
            Authenticators.Path,
            ada.AccessToken,
            External.Proof(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada))
        );
        var secret = Authenticators.Decode((await Apps.ReadAsync<TwoFactorSetupResponse>(setup)).Secret);
        await auth.SendAsync(
            HttpMethod.Post,
            Authenticators.Path + "/confirm",
            ada.AccessToken,
            new { code = Authenticators.Code(secret) }
        );
        await auth.ForgetStepAsync();

        // The provider alone is no longer enough.
        var proofCode = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada);
        var withoutCode = await SetAsync(
            new
            {
                currentPassword = "",
                newPassword = Accounts.Password,
                proofCode,
                proofVerifier = Browser.Verifier,
            }
        );
        var withCode = await SetAsync(
            new
            {
                currentPassword = "",
                newPassword = Accounts.Password,
                code = Authenticators.Code(secret),
            }
        );

        await Authenticators.AssertRefusedAsync(withoutCode, HttpStatusCode.Forbidden, "wrong-password");
        Assert.Equal(HttpStatusCode.NoContent, withCode.StatusCode);

        Task<HttpResponseMessage> SetAsync(object body) => auth.SendAsync(HttpMethod.Put, "/api/users/me/password", ada.AccessToken, body);
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
        var reset = await auth.PostAsync(
            "reset-password",
            new { token = await auth.TokenAsync("reset-password"), newPassword = "battery staple horse" }
        );

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        var owner = await auth.SignInAsync(password: "battery staple horse");
        Assert.Empty((await ListAsync(auth, owner)).Logins);
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
    }

    [Fact]
    public async Task A_forgotten_account_can_be_begun_anew_at_the_provider()
    {
        await using var auth = await ProviderHosts.StartAsync(
            provider,
            ("Auth:Accounts:AnonymiseAfter", "0"),
            ("Auth:Cleanup:Interval", "00:00:00.1")
        );
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await auth.SendAsync(
            HttpMethod.Delete,
            "/api/users/me",
            ada.AccessToken,
            External.Proof(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada))
        );
        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from auth.user_logins") == 0,
            "the account is anonymous"
        );

        await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));

        Assert.Equal(2L, await auth.QueryAsync<long>("select count(*) from auth.users"));
    }
}
