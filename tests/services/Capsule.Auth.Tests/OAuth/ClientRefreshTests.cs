using System.Net;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.Tests.Audit;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>Families of clients' refresh tokens.</summary>
public sealed class ClientRefreshTests
{
    private const string LiveTokens = "select count(*) from mine.oauth_tokens where type like '%refresh%' and status = 'valid'";

    // supabase/auth-js#213; nightscout/nocturne#326 (PR); nirholas/three.ws#6 (PR)
    [Theory]
    [Trait("Case", "A-AUT-01")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parallel_refreshes_leave_one_successor_that_all_of_them_get(bool isPublic)
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var (client, tokens) = await BeginAsync(auth, isPublic);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async _ => await Apps.ReadAsync<TokenResponse>(await RefreshAsync(auth, client, tokens.RefreshToken!)))
        );

        var successor = Assert.Single(answers.Select(answer => answer.RefreshToken).Distinct());
        Assert.Equal(1L, await auth.QueryAsync<long>(LiveTokens));
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(auth, client, successor!)).StatusCode);
        Assert.DoesNotContain(await auth.AuditAsync(), row => row.Event is "session.token-reused");
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", answers[0].AccessToken)).StatusCode);
    }

    [Fact]
    public async Task A_token_that_comes_again_after_its_successor_was_used_ends_the_family()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var (client, first) = await BeginAsync(auth);
        var second = await Apps.ReadAsync<TokenResponse>(await RefreshAsync(auth, client, first.RefreshToken!));
        var third = await Apps.ReadAsync<TokenResponse>(await RefreshAsync(auth, client, second.RefreshToken!));

        await Apps.AssertErrorAsync(await RefreshAsync(auth, client, first.RefreshToken!), HttpStatusCode.BadRequest, "invalid_grant");

        await AssertEndedAsync(auth, client, third);
    }

    [Fact]
    public async Task A_token_that_comes_again_after_its_time_ends_the_family()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var (client, first) = await BeginAsync(auth);
        var second = await Apps.ReadAsync<TokenResponse>(await RefreshAsync(auth, client, first.RefreshToken!));
        await auth.ExecuteAsync(
            "update mine.oauth_tokens set redemption_date = redemption_date - interval '121 seconds' where redemption_date is not null"
        );

        await Apps.AssertErrorAsync(await RefreshAsync(auth, client, first.RefreshToken!), HttpStatusCode.BadRequest, "invalid_grant");

        await AssertEndedAsync(auth, client, second);
    }

    [Fact]
    public async Task No_successor_is_alive_after_reuse_is_found_while_refreshes_are_under_way()
    {
        await using var auth = await AuthHost.SharedAsync();
        for (var round = 0; round < 5; round++)
        {
            var (client, first) = await BeginAsync(auth);
            var second = await Apps.ReadAsync<TokenResponse>(await RefreshAsync(auth, client, first.RefreshToken!));
            await Apps.ReadAsync<TokenResponse>(await RefreshAsync(auth, client, second.RefreshToken!));

            await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(_ => RefreshAsync(auth, client, second.RefreshToken!))
                    .Append(RefreshAsync(auth, client, first.RefreshToken!))
            );

            Assert.Equal(0L, await auth.QueryAsync<long>(LiveTokens));
            await auth.ExecuteAsync("delete from mine.oauth_tokens");
        }
    }

    [Fact]
    public async Task Whatever_ends_all_sessions_of_a_user_ends_what_clients_have()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var user = await auth.SignUpAsync();
        var tokens = await auth.TokensAsync(client, await auth.CodeAsync((await auth.SignInAsync()).AccessToken, client));
        var code = await auth.CodeAsync((await auth.SignInAsync()).AccessToken, client);

        await auth.SendAsync(
            HttpMethod.Delete,
            $"/api/users/{user.Id}/sessions",
            (await auth.SignInAsync("admin@example.com")).AccessToken
        );

        await Apps.AssertErrorAsync(await RefreshAsync(auth, client, tokens.RefreshToken!), HttpStatusCode.BadRequest, "invalid_grant");
        await Apps.AssertErrorAsync(await auth.ExchangeAsync(client, code), HttpStatusCode.BadRequest, "invalid_grant");
        await Eventually.TrueAsync(
            async () =>
                (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken)).StatusCode == HttpStatusCode.Unauthorized,
            "the end is heard of"
        );
    }

    [Fact]
    public async Task Nothing_that_is_exchanged_while_all_sessions_of_a_user_end_survives()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var client = await auth.AppClientAsync(admin);
        var user = await auth.SignUpAsync();
        var survivors = 0;
        for (var round = 0; round < 25; round++)
        {
            var token = (await auth.SignInAsync()).AccessToken;
            var family = await auth.TokensAsync(client, await auth.CodeAsync(token, client));
            var code = await auth.CodeAsync(token, client);

            var (exchange, refresh, authorize) = (
                auth.ExchangeAsync(client, code),
                RefreshAsync(auth, client, family.RefreshToken!),
                auth.SendAsync(HttpMethod.Post, "/connect/authorize", token, client.Authorize())
            );
            var end = auth.SendAsync(HttpMethod.Delete, $"/api/users/{user.Id}/sessions", admin);
            await Task.WhenAll(exchange, refresh, authorize, end);

            Assert.Equal(HttpStatusCode.NoContent, (await end).StatusCode);
            Assert.All(
                [(await exchange).StatusCode, (await refresh).StatusCode],
                status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{status}")
            );
            survivors += (int)await auth.QueryAsync<long>("select count(*) from mine.oauth_authorizations where status = 'valid'");
            foreach (var answer in new[] { await exchange, await refresh }.Where(answer => answer.IsSuccessStatusCode))
            {
                var tokens = await Apps.ReadAsync<TokenResponse>(answer);
                survivors += (await RefreshAsync(auth, client, tokens.RefreshToken!)).IsSuccessStatusCode ? 1 : 0;
            }
        }

        Assert.Equal(0, survivors);
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_missing_from_the_next_access_token()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var client = await auth.AppClientAsync(admin, false, "account", "users:read");
        var tokens = await auth.TokensAsync(client, await auth.CodeAsync(admin, client, "account users:read"));
        await auth.ExecuteAsync("delete from mine.user_roles where role = 'admin'");

        var next = await Apps.ReadAsync<TokenResponse>(await RefreshAsync(auth, client, tokens.RefreshToken!));

        Assert.Equal("account", next.Scope);
        Assert.Equal("account", (await SignedToken.ReadAsync(auth, next.AccessToken)).GetProperty("scope").GetString());
    }

    internal static Task<HttpResponseMessage> RefreshAsync(
        ServiceHost<Program> auth,
        ClientResponse client,
        string token,
        params (string, string)[] more
    ) =>
        client.IsPublic
            ? auth.PostFormAsync(
                "/connect/token",
                null,
                [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", client.Id.ToString()), .. more]
            )
            : auth.PostFormAsync("/connect/token", client.Basic(), [("grant_type", "refresh_token"), ("refresh_token", token), .. more]);

    private static async Task<(ClientResponse Client, TokenResponse Tokens)> BeginAsync(ServiceHost<Program> auth, bool isPublic = false)
    {
        var admin =
            await auth.QueryAsync<long>("select count(*) from mine.users") > 0
                ? (await auth.SignInAsync("admin@example.com")).AccessToken
                : await auth.AdminAsync();
        var client = await auth.AppClientAsync(admin, isPublic);
        return (client, await auth.TokensAsync(client, await auth.CodeAsync(admin, client)));
    }

    private static async Task AssertEndedAsync(ServiceHost<Program> auth, ClientResponse client, TokenResponse tokens)
    {
        await Apps.AssertErrorAsync(await RefreshAsync(auth, client, tokens.RefreshToken!), HttpStatusCode.BadRequest, "invalid_grant");
        Assert.Equal(0L, await auth.QueryAsync<long>(LiveTokens));
        await Eventually.TrueAsync(
            async () =>
                (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken)).StatusCode == HttpStatusCode.Unauthorized,
            "the end is heard of"
        );
        Assert.Single(await auth.AuditAsync(), row => row.Event == "session.token-reused");
    }
}
