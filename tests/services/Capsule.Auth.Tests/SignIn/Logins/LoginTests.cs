using System.Net;
using Capsule.Auth.SignIn.Logins;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tests.SignIn.Providers;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Logins;

public sealed class LoginTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    internal const string Logins = "/api/users/me/logins";

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

        await Authenticators.AssertRefusedAsync(
            await auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken),
            HttpStatusCode.Conflict,
            "last-login"
        );
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await LinkAsync(
                    auth,
                    ada,
                    await browser.CodeAsync(ProviderHosts.OAuth, Account.Ada),
                    await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada)
                )
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken)).StatusCode
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken),
            HttpStatusCode.NotFound
        );

        Assert.Equal(["plain"], (await ListAsync(auth, ada)).Logins.Select(left => left.Provider));
        Assert.Equal(["login-linked", "login-unlinked"], await auth.TemplatesAsync());
    }

    [Fact]
    public async Task Of_two_logins_that_are_taken_at_once_one_stays()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await LinkAsync(
            auth,
            ada,
            await browser.CodeAsync(ProviderHosts.OAuth, Account.Ada),
            await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada)
        );
        var logins = (await ListAsync(auth, ada)).Logins;

        var answers = await Task.WhenAll(
            logins.Select(login => auth.SendAsync(HttpMethod.Delete, $"{Logins}/{login.Id}", ada.AccessToken))
        );

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        Assert.Single((await ListAsync(auth, ada)).Logins);
    }

    [Fact]
    public async Task A_login_is_linked_with_the_password_and_a_recent_session_is_no_proof()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var owner = await auth.BeginAsync();
        var code = await browser.CodeAsync(ProviderHosts.OAuth, Account.Ada);

        foreach (var password in new[] { null, "", "wrong horse battery" })
        {
            var refused = await auth.SendAsync(
                HttpMethod.Post,
                Logins,
                owner.AccessToken,
                new
                {
                    externalCode = code,
                    codeVerifier = Browser.Verifier,
                    password,
                }
            );
            await Authenticators.AssertRefusedAsync(refused, HttpStatusCode.Forbidden, "wrong-password");
        }

        Assert.Empty((await ListAsync(auth, owner)).Logins);
        Assert.Equal(HttpStatusCode.Created, (await LinkAsync(auth, owner, code)).StatusCode);
    }

    [Fact]
    public async Task Logins_change_a_short_time_after_signing_in_alone()
    {
        await using var auth = await ProviderHosts.StartAsync(provider);
        using var browser = new Browser(auth);
        var ada = await auth.TokensAsync(await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada));
        await auth.Database.ExecuteAsync("update auth.sessions set created_at = created_at - interval '20 minutes'");
        var later = (await auth.TryRefreshAsync(ada.RefreshToken!))!;

        var (code, proof) = (
            await browser.CodeAsync(ProviderHosts.OAuth, Account.Ada),
            await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada)
        );

        await Authenticators.AssertRefusedAsync(
            await LinkAsync(auth, later, code, proof),
            HttpStatusCode.Unauthorized,
            "insufficient-user-authentication"
        );
        var stepUp = await auth.SendAsync(HttpMethod.Post, "/api/sessions/current/step-up", later.AccessToken, External.Proof(proof));
        var renewed = await Apps.ReadAsync<TokenResponse>(stepUp);
        var another = await browser.CodeAsync(ProviderHosts.Oidc, Account.Ada);
        Assert.Equal(HttpStatusCode.Created, (await LinkAsync(auth, renewed, code, another)).StatusCode);
    }

    internal static Task<HttpResponseMessage> LinkAsync(
        ServiceHost<Program> auth,
        TokenResponse tokens,
        string externalCode,
        string? proofCode = null
    ) =>
        auth.SendAsync(
            HttpMethod.Post,
            Logins,
            tokens.AccessToken,
            new
            {
                externalCode,
                codeVerifier = Browser.Verifier,
                password = proofCode is null ? Accounts.Password : "",
                proofCode,
                proofVerifier = Browser.Verifier,
            }
        );

    internal static async Task<LoginsResponse> ListAsync(ServiceHost<Program> auth, TokenResponse tokens) =>
        await Apps.ReadAsync<LoginsResponse>(await auth.SendAsync(HttpMethod.Get, Logins, tokens.AccessToken));
}
