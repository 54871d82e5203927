using System.Net;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tests.SignIn.Providers;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;
using static Capsule.Auth.Tests.AccountTests.AccountCaseTests;

namespace Capsule.Auth.Tests.AccountTests;

/// <summary>What the end of a session, a key or an account takes away.</summary>
public sealed class AccountAccessTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    // kana-consultant/kantor#61; authorizerdev/authorizer#669: a change ended other sessions, a reset by mail did not.
    [Theory]
    [Trait("Case", "A-AUT-20")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_and_a_reset_of_the_password_end_the_other_sessions(bool byMail)
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        var old = await auth.BeginAsync();
        var own = await auth.SignInAsync();

        if (byMail)
        {
            await auth.PostAsync("forgot-password", new { email = Accounts.Email });
            await auth.PostAsync("reset-password", new { token = await auth.TokenAsync("reset-password"), newPassword = NewPassword });
        }
        else
        {
            await auth.SendAsync(
                HttpMethod.Put,
                "/api/users/me/password",
                own.AccessToken,
                new { currentPassword = Accounts.Password, newPassword = NewPassword }
            );
        }

        using var refreshed = await auth.RefreshAsync(old.RefreshToken!);
        Assert.Equal(HttpStatusCode.BadRequest, refreshed.StatusCode);
        await Eventually.TrueAsync(
            async () => (await auth.SendAsync(HttpMethod.Get, "/api/users/me", old.AccessToken)).StatusCode == HttpStatusCode.Unauthorized,
            "the access token of the old session is refused"
        );
    }

    // mosaico-labs/mosaico#458; solana-foundation/solana-developer-platform#1214: expired keys and those of deleted users were accepted.
    [Fact]
    [Trait("Case", "A-AUT-31")]
    public async Task A_key_is_good_neither_after_its_end_nor_after_its_owners_at_whatever_service()
    {
        await using var auth = await AuthHost.SharedListeningAsync();
        await using var service = await OtherService.StartAsync(auth);
        var owner = await auth.BeginAsync();
        var lasting = await auth.KeyAsync(owner.AccessToken);
        var ending = await Apps.ReadAsync<Capsule.Auth.ApiKeys.CreatedApiKey>(
            await auth.SendAsync(
                HttpMethod.Post,
                "/api/api-keys",
                owner.AccessToken,
                new
                {
                    name = "ci",
                    scopes = new[] { "account" },
                    expiresAt = DateTimeOffset.UtcNow.AddSeconds(5),
                }
            )
        );
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync(ending.Key));
        Assert.Equal(HttpStatusCode.OK, await service.StatusAsync(lasting.Key));

        await Eventually.TrueAsync(
            async () => await service.StatusAsync(ending.Key) == HttpStatusCode.Unauthorized,
            "the key that has ended is refused"
        );
        Assert.True(DateTimeOffset.UtcNow >= ending.ExpiresAt);
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", ending.Key)).StatusCode);

        await auth.SendAsync(HttpMethod.Delete, "/api/users/me", owner.AccessToken, new { password = Accounts.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", lasting.Key)).StatusCode);
        await Eventually.TrueAsync(
            async () => await service.StatusAsync(lasting.Key) == HttpStatusCode.Unauthorized,
            "the key of the closed account is refused"
        );
    }

    // sdelements/lets-chat#159; ether/etherpad#8074; authelia/authelia#670: the session's id was the same before and after signing in.
    [Fact]
    [Trait("Case", "A-AUT-34")]
    public async Task Each_sign_in_begins_a_session_of_its_own_and_the_browsers_cookie_is_none()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        await auth.SignUpAsync();
        var before = await browser.ReturnAsync(ProviderHosts.Oidc, Account.Ada with { Subject = "grace", Email = "grace@example.com" });
        var cookie = browser.Cookie!;

        var byPassword = await auth.SignInAsync();
        var enrolled = await auth.EnrolAsync(byPassword);
        var byCode = await auth.SignInWithAsync(Authenticators.Code(enrolled.Secret));
        var byProvider = await auth.TokensAsync(Browser.AppQuery(await browser.GoAsync(before.PathAndQuery))["code"]!);

        var ids = new List<string>();
        foreach (var tokens in new[] { byPassword, byCode, byProvider })
        {
            ids.Add((await SignedToken.ReadAsync(auth, tokens.AccessToken)).GetProperty("sid").GetString()!);
            foreach (var path in new[] { "/api/users/me", "/api/sessions" })
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GoAsync(path)).StatusCode);
            }

            var listed = await (await auth.SendAsync(HttpMethod.Get, "/api/sessions", tokens.AccessToken)).Content.ReadAsStringAsync();
            Assert.DoesNotContain(cookie.Split('=')[1], listed, StringComparison.Ordinal);
            Assert.Contains(ids[^1], listed, StringComparison.Ordinal);
        }

        Assert.Equal(3, ids.Distinct().Count());
    }
}
