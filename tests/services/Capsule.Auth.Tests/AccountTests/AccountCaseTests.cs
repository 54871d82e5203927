using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tests.SignIn.Providers;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;

namespace Capsule.Auth.Tests.AccountTests;

/// <summary>Faults that users of other tools met with accounts, passwords and sessions.</summary>
public sealed class AccountCaseTests(OidcProviderProcess provider) : IClassFixture<OidcProviderProcess>
{
    private const string NewPassword = "battery staple horse";

    // neiliro/neiliro#55; redhook62/adfsmfa#59: a code was accepted again within its window (RFC 6238, section 5.2).
    [Fact]
    [Trait("Case", "A-AUT-15")]
    public async Task A_code_signs_in_once_and_the_next_one_does_too()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        var code = Authenticators.Code(enrolled.Secret);

        var first = await auth.TrySignInWithAsync(code);
        var again = await auth.TrySignInWithAsync(code);
        var next = await auth.TrySignInWithAsync(Authenticators.Code(enrolled.Secret, steps: 1));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            [first.StatusCode, again.StatusCode, next.StatusCode]
        );
    }

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

    // open-mercato/open-mercato#2242; zitadel/zitadel#9746: status or text told accounts from strangers.
    [Fact]
    [Trait("Case", "A-AUT-22")]
    public async Task Neither_sign_in_reset_nor_sign_up_tells_who_has_an_account()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Accounts:RequireVerifiedEmail", "true"));
        await auth.SignUpAsync();
        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });
        await auth.SignUpAsync("unconfirmed@example.com");

        var signIns = await Task.WhenAll(
            new[] { Accounts.Email, "unconfirmed@example.com", "nobody@example.com" }.Select(email =>
                ShapeAsync(auth.TrySignInAsync(email, "wrong horse battery"))
            )
        );
        var resets = await Task.WhenAll(
            new[] { Accounts.Email, "nobody@example.com" }.Select(email => ShapeAsync(auth.PostAsync("forgot-password", new { email })))
        );
        var signUps = await Task.WhenAll(
            new[] { Accounts.Email, "somebody@example.com" }.Select(email =>
                ShapeAsync(
                    auth.Client.PostAsJsonAsync(
                        "/api/users",
                        new
                        {
                            email,
                            name = "Somebody",
                            password = NewPassword,
                        }
                    )
                )
            )
        );

        Assert.StartsWith("401", Assert.Single(signIns.Distinct()), StringComparison.Ordinal);
        Assert.StartsWith("202", Assert.Single(resets.Distinct()), StringComparison.Ordinal);
        Assert.StartsWith("201", Assert.Single(signUps.Distinct()), StringComparison.Ordinal);

        // Who reads the address's e-mails does learn of it.
        Assert.Equal("already-registered", (await auth.TemplatesAsync())[^1]);
        Assert.Equal(3L, await auth.QueryAsync<long>("select count(*) from mine.users"));
    }

    // IQSS/dataverse#2888; casdoor/casdoor#4380; Robert-Velhorst/000-LARO#132: a second account by other letter case or blanks.
    [Fact]
    [Trait("Case", "A-AUT-23")]
    public async Task An_address_has_one_account_whatever_its_case_and_the_blanks_around_it()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync("foo@example.com");
        const string Form = "  Foo@Example.COM ";

        var second = await auth.Client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email = Form,
                name = "Other",
                password = NewPassword,
            }
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(i =>
                    auth.Client.PostAsJsonAsync(
                        "/api/users",
                        new
                        {
                            email = i % 2 == 0 ? "Bar@example.com" : "bar@example.com",
                            name = "Bar",
                            password = Accounts.Password,
                        }
                    )
                )
        );

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auth.TrySignInAsync(Form)).StatusCode);
        await auth.PostAsync("forgot-password", new { email = Form });
        Assert.Contains("reset-password", await auth.TemplatesAsync("foo@example.com"));
        Assert.Equal(
            1L,
            await auth.QueryAsync<long>($"select count(*) from mine.users where email = '{auth.AddressOf("foo@example.com")}'")
        );
        Assert.Equal(
            1L,
            await auth.QueryAsync<long>($"select count(*) from mine.users where email = '{auth.AddressOf("bar@example.com")}'")
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

    // Status, headers and body without what is different in any two answers.
    private static async Task<string> ShapeAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        var text = await response.Content.ReadAsStringAsync();
        var body =
            text.Length == 0
                ? ""
                : JsonSerializer.Serialize(
                    JsonSerializer
                        .Deserialize<Dictionary<string, JsonElement>>(text)!
                        .Where(member => member.Key is not ("traceId" or "id" or "email"))
                        .ToDictionary(
                            member => member.Key,
                            member =>
                                member.Key == "createdAt" ? $"{member.Value.GetDateTimeOffset().Nanosecond}" : member.Value.GetRawText()
                        )
                );
        return $"{(int)response.StatusCode} {string.Join(',', response.Headers.Select(header => header.Key))} {response.Content.Headers.ContentType} {body}";
    }
}
