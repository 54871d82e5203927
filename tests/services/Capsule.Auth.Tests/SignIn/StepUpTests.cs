using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tokens;
using Capsule.Testing;
using static Capsule.Auth.Tests.Credentials.TwoFactor.Authenticators;

namespace Capsule.Auth.Tests.SignIn;

public sealed class StepUpTests
{
    [Theory]
    [InlineData("POST", "/api/users/me/email")]
    [InlineData("DELETE", "/api/users/me")]
    [InlineData("POST", "/api/users/me/two-factor/recovery-codes")]
    [InlineData("DELETE", "/api/users/me/two-factor")]
    public async Task What_is_sensitive_asks_for_a_recent_proof_which_a_refresh_is_not(string method, string path)
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        var old = await AgeAsync(auth, tokens);
        var body = new
        {
            newEmail = "countess@example.com",
            password = Accounts.Password,
            code = "123456",
        };

        using var refused = await auth.SendAsync(new HttpMethod(method), path, old.AccessToken, body);

        await AssertRefusedAsync(refused, HttpStatusCode.Unauthorized, "insufficient-user-authentication");
        Assert.Equal(
            "Bearer error=\"insufficient_user_authentication\", error_description=\"This requires a more recent authentication "
                + "of the user.\", max_age=\"900\"",
            refused.Headers.WwwAuthenticate.ToString()
        );
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", old.AccessToken)).StatusCode);

        using var stepUp = await auth.TryStepUpAsync(old.AccessToken);
        var renewed = (await stepUp.Content.ReadFromJsonAsync<TokenResponse>())!;
        using var accepted = await auth.SendAsync(new HttpMethod(method), path, renewed.AccessToken, body);
        Assert.NotEqual(HttpStatusCode.Unauthorized, accepted.StatusCode);
    }

    [Theory]
    [InlineData("/api/api-keys")]
    [InlineData("/api/clients")]
    [InlineData("/api/clients/{client}/secret")]
    public async Task So_does_what_gives_out_a_secret_that_outlives_the_session(string path)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.ServiceClientAsync(await auth.AdminAsync(), "users:read");
        var old = await AgeAsync(auth, await auth.SignInAsync("admin@example.com"));
        var body = new
        {
            name = "ci",
            scopes = new[] { "account" },
            grantTypes = new[] { "client_credentials" },
        };
        path = path.Replace("{client}", client.Id.ToString(), StringComparison.Ordinal);

        await AssertRefusedAsync(
            await auth.SendAsync(HttpMethod.Post, path, old.AccessToken, body),
            HttpStatusCode.Unauthorized,
            "insufficient-user-authentication"
        );
        Assert.Equal(
            1,
            await auth.QueryAsync<long>(
                "select (select count(*) from mine.oauth_applications where client_secret is not null and previous_secret is null) + (select count(*) from mine.api_keys)"
            )
        );

        using var stepUp = await auth.TryStepUpAsync(old.AccessToken);
        using var accepted = await auth.SendAsync(HttpMethod.Post, path, (await Apps.ReadAsync<TokenResponse>(stepUp)).AccessToken, body);
        Assert.True(accepted.IsSuccessStatusCode, $"{accepted.StatusCode}");
    }

    [Fact]
    public async Task A_clients_token_cannot_be_stepped_up()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync(), isPublic: true);
        var token = (await auth.BeginAsync()).AccessToken;
        var tokens = await auth.TokensAsync(client, await auth.CodeAsync(token, client));

        await AssertRefusedAsync(await auth.TryStepUpAsync(tokens.AccessToken), HttpStatusCode.Forbidden, "session-required");

        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.sessions where stepped_up_at is not null"));
    }

    [Fact]
    public async Task The_new_time_stays_with_the_session_and_its_refresh_token_stays_the_same()
    {
        await using var auth = await AuthHost.SharedAsync();
        var old = await AgeAsync(auth, await auth.BeginAsync());
        var before = await ClaimAsync(auth, old.AccessToken);

        using var response = await auth.TryStepUpAsync(old.AccessToken);

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.DoesNotContain("refresh_token", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var renewed = await ClaimAsync(auth, (await response.Content.ReadFromJsonAsync<TokenResponse>())!.AccessToken);
        Assert.True(renewed - before >= 16 * 60);
        var refreshed = await auth.TryRefreshAsync(old.RefreshToken!);
        Assert.Equal(renewed, await ClaimAsync(auth, refreshed!.AccessToken));
        Assert.Equal(1, await auth.QueryAsync<long>("select count(*) from mine.sessions where revoked_at is null"));
    }

    [Fact]
    public async Task It_takes_the_password_and_the_code_of_who_has_two_factors()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        var enrolled = await auth.EnrolAsync(tokens);

        await AssertRefusedAsync(await auth.TryStepUpAsync(tokens.AccessToken), HttpStatusCode.Forbidden, "second-factor-required");
        await AssertRefusedAsync(
            await auth.TryStepUpAsync(tokens.AccessToken, WrongCode(enrolled.Secret)),
            HttpStatusCode.Forbidden,
            "wrong-code"
        );
        await AssertRefusedAsync(
            await auth.TryStepUpAsync(tokens.AccessToken, Code(enrolled.Secret), "wrong horse battery"),
            HttpStatusCode.Forbidden,
            "wrong-password"
        );
        Assert.Equal((1, 1L), (await auth.QueryAsync<int>("select access_failed_count from mine.users"), await auth.WrongPasswordsAsync()));
        var code = Code(enrolled.Secret);
        using var response = await auth.TryStepUpAsync(tokens.AccessToken, code);

        var claims = await SignedToken.ReadAsync(auth, (await response.Content.ReadFromJsonAsync<TokenResponse>())!.AccessToken);
        Assert.Equal(["pwd", "otp", "mfa"], claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()));
        await AssertRefusedAsync(await auth.TryStepUpAsync(tokens.AccessToken, code), HttpStatusCode.Forbidden, "wrong-code");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(code), HttpStatusCode.Unauthorized, "wrong-code");
    }

    [Fact]
    public async Task A_session_that_has_ended_is_not_renewed()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        await auth.ExecuteAsync("update mine.sessions set expires_at = now()");

        await ServiceCompliance.AssertProblemAsync(await auth.TryStepUpAsync(tokens.AccessToken), HttpStatusCode.Forbidden);

        Assert.True(await auth.QueryAsync<bool>("select stepped_up_at is null from mine.sessions"));
    }

    /// <summary>As if the user had signed in sixteen minutes ago and refreshed since.</summary>
    private static async Task<TokenResponse> AgeAsync(ServiceHost<Program> auth, TokenResponse tokens)
    {
        await auth.ExecuteAsync("update mine.sessions set created_at = created_at - interval '16 minutes'");
        return (await auth.TryRefreshAsync(tokens.RefreshToken!))!;
    }

    private static async Task<long> ClaimAsync(ServiceHost<Program> auth, string token) =>
        (await SignedToken.ReadAsync(auth, token)).GetProperty("auth_time").GetInt64();
}
