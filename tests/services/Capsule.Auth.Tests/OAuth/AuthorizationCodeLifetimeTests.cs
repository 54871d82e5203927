using System.Net;
using Capsule.Auth.Tests.Audit;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>How long and for whom an authorization code is good.</summary>
public sealed class AuthorizationCodeLifetimeTests
{
    [Fact]
    public async Task A_code_is_good_for_its_client_its_address_and_its_verifier_alone()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var (client, other, guest) = (
            await auth.AppClientAsync(admin),
            await auth.AppClientAsync(admin),
            await auth.AppClientAsync(admin, isPublic: true)
        );
        var code = await auth.CodeAsync(admin, client);

        await Apps.AssertErrorAsync(await auth.ExchangeAsync(other, code), HttpStatusCode.BadRequest, "invalid_grant");
        await Apps.AssertErrorAsync(await auth.ExchangeAsync(guest, code), HttpStatusCode.BadRequest, "invalid_grant");
        await Apps.AssertErrorAsync(
            await auth.ExchangeAsync(client, code, verifier: new string('a', 43)),
            HttpStatusCode.BadRequest,
            "invalid_grant"
        );
        await Apps.AssertErrorAsync(
            await auth.ExchangeAsync(client, code, redirectUri: Apps.Callback + "/"),
            HttpStatusCode.BadRequest,
            "invalid_grant"
        );
        await Apps.AssertErrorAsync(
            await auth.ExchangeAsync(client, code, verifier: "short"),
            HttpStatusCode.BadRequest,
            "invalid_request"
        );
        await Apps.AssertErrorAsync(await auth.ExchangeAsync(client, "made up"), HttpStatusCode.BadRequest, "invalid_grant");
        await Apps.AssertErrorAsync(
            await auth.ExchangeAsync(client with { ClientSecret = "wrong" }, code),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync(
                "/connect/token",
                client.Basic(),
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", Apps.Callback)
            ),
            HttpStatusCode.BadRequest,
            "invalid_request"
        );

        Assert.NotNull(await auth.TokensAsync(client, code));
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_tokens_and_they_end_with_the_second_use()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var admin = await auth.AdminAsync();
        var client = await auth.AppClientAsync(admin);
        var code = await auth.CodeAsync(admin, client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => auth.ExchangeAsync(client, code)));

        var tokens = await Apps.ReadAsync<TokenResponse>(Assert.Single(answers, answer => answer.IsSuccessStatusCode));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest));
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync(
                "/connect/token",
                client.Basic(),
                ("grant_type", "refresh_token"),
                ("refresh_token", tokens.RefreshToken!)
            ),
            HttpStatusCode.BadRequest,
            "invalid_grant"
        );
        await Eventually.TrueAsync(
            async () =>
                (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken)).StatusCode == HttpStatusCode.Unauthorized,
            "the session has ended"
        );
        Assert.Equal("revoked", await auth.QueryAsync<string>("select status from mine.oauth_authorizations"));
        Assert.Single(await auth.AuditAsync(), row => row.Event == "code.reused");
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", admin)).StatusCode);
    }

    [Fact]
    public async Task A_code_ends_after_a_minute_with_the_session_it_came_from_and_with_the_user()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var tokens = await auth.BeginAsync();
        var expired = await auth.CodeAsync(tokens.AccessToken, client);
        Assert.InRange(
            await auth.QueryAsync<double>("select extract(epoch from expiration_date - creation_date)::float8 from mine.oauth_tokens"),
            59,
            61
        );
        await auth.ExecuteAsync("update mine.oauth_tokens set expiration_date = now()");
        var late = await auth.CodeAsync(tokens.AccessToken, client);
        await auth.PostFormAsync("/connect/revoke", null, ("token", tokens.RefreshToken!));
        var inactive = await auth.CodeAsync((await auth.SignInAsync()).AccessToken, client);

        await Apps.AssertErrorAsync(await auth.ExchangeAsync(client, expired), HttpStatusCode.BadRequest, "invalid_grant");
        await Apps.AssertErrorAsync(await auth.ExchangeAsync(client, late), HttpStatusCode.BadRequest, "invalid_grant");
        await auth.ExecuteAsync("update mine.users set active = false");
        await Apps.AssertErrorAsync(await auth.ExchangeAsync(client, inactive), HttpStatusCode.BadRequest, "invalid_grant");
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.oauth_tokens where type like '%refresh%'"));
    }
}
