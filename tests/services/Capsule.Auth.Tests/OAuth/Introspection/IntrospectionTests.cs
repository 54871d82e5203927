using System.Net;
using System.Text.Json;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth.Introspection;

public sealed class IntrospectionTests
{
    private static readonly string Services = Apps.Basic("services", OtherService.Introspection[1].Value);

    [Fact]
    public async Task Services_learn_what_tokens_and_keys_are_good_for()
    {
        await using var auth = await AuthHost.SharedAsync(OtherService.Introspection);
        var tokens = await auth.BeginAsync();
        var user = await auth.QueryAsync<Guid>("select id from mine.users");
        var session = await auth.QueryAsync<Guid>("select id from mine.sessions");
        var key = await auth.KeyAsync(tokens.AccessToken);

        var access = await AskAsync(auth, Services, tokens.AccessToken);
        var refresh = await AskAsync(auth, Services, tokens.RefreshToken!);
        var apiKey = await AskAsync(auth, Services, key.Key);

        Assert.All([access, refresh, apiKey], answer => Assert.True(answer.GetProperty("active").GetBoolean()));
        Assert.All([access, refresh, apiKey], answer => Assert.Equal(user, answer.GetProperty("sub").GetGuid()));
        Assert.All([access, refresh], answer => Assert.Equal(session, answer.GetProperty("sid").GetGuid()));
        Assert.Equal(
            [tokens.Scope, tokens.Scope, "account"],
            new[] { access, refresh, apiKey }.Select(answer => answer.GetProperty("scope").GetString())
        );
        Assert.Equal(("Bearer", AuthHost.Issuer, "capsule"), (Text(access, "token_type"), Text(access, "iss"), Text(access, "aud")));
        Assert.Equal(600, access.GetProperty("exp").GetInt64() - access.GetProperty("iat").GetInt64());
        Assert.Equal(key.Id, apiKey.GetProperty("key_id").GetGuid());
        Assert.Equal("user", Assert.Single(apiKey.GetProperty("role").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task What_is_not_good_is_inactive_and_nothing_more_is_said()
    {
        await using var auth = await AuthHost.SharedAsync(OtherService.Introspection);
        var ended = await auth.BeginAsync();
        await auth.PostFormAsync("/connect/revoke", null, ("token", ended.RefreshToken!));
        var replaced = await auth.SignInAsync();
        var second = await auth.TryRefreshAsync(replaced.RefreshToken!);
        var third = await auth.TryRefreshAsync(second!.RefreshToken!);
        var tokens = await auth.SignInAsync();
        string[] inactive =
        [
            ended.AccessToken,
            ended.RefreshToken!,
            replaced.RefreshToken!,
            "x",
            "cap_x",
            "a.b.c",
            new string('x', 100_000),
            tokens.AccessToken[..^2],
            tokens.AccessToken.Replace('.', '-'),
            "'; drop table auth.users; --",
        ];

        foreach (var token in inactive)
        {
            Assert.Equal("""{"active":false}""", (await AskAsync(auth, Services, token)).GetRawText());
        }

        // Asking about a token that was replaced is not using it, and the parent may still be presented.
        Assert.True((await AskAsync(auth, Services, second.RefreshToken!)).GetProperty("active").GetBoolean());
        Assert.NotNull(await auth.TryRefreshAsync(third!.RefreshToken!));

        await auth.ExecuteAsync("update mine.users set active = false");
        Assert.False((await AskAsync(auth, Services, tokens.AccessToken)).GetProperty("active").GetBoolean());
        Assert.False((await AskAsync(auth, Services, tokens.RefreshToken!)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task A_client_may_ask_that_has_the_scope_and_no_other()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var resource = await auth.ServiceClientAsync(admin, "tokens:introspect");
        var stranger = await auth.ServiceClientAsync(admin, "users:read");
        var app = await auth.AppClientAsync(admin, isPublic: true, "openid", "tokens:introspect");

        Assert.True((await AskAsync(auth, resource.Basic(), admin)).GetProperty("active").GetBoolean());
        var byForm = await auth.PostFormAsync(
            "/connect/introspect",
            null,
            ("token", admin),
            ("client_id", resource.Id.ToString()),
            ("client_secret", resource.ClientSecret!)
        );
        Assert.Equal(HttpStatusCode.OK, byForm.StatusCode);
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/introspect", stranger.Basic(), ("token", admin)),
            HttpStatusCode.Forbidden,
            "unauthorized_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/introspect", null, ("token", admin), ("client_id", app.Id.ToString())),
            HttpStatusCode.Forbidden,
            "unauthorized_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/introspect", resource.Basic()),
            HttpStatusCode.BadRequest,
            "invalid_request"
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic c2VydmljZXM=")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic c2VydmljZXM6d3Jvbmc=")]
    [InlineData("Basic c2VydmljZXM6")]
    [InlineData("Basic /////w==")]
    [InlineData("Basic JTAwOiUwMA==")]
    [InlineData("Digest username=services")]
    [InlineData("Bearer x")]
    public async Task Who_does_not_prove_who_they_are_learns_nothing(string? authorization)
    {
        await using var auth = await AuthHost.SharedAsync(OtherService.Introspection);

        var response = await auth.PostFormAsync("/connect/introspect", authorization, ("token", "x"));

        await Apps.AssertErrorAsync(response, HttpStatusCode.Unauthorized, "invalid_client");
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Without_the_setting_no_name_and_no_empty_secret_opens()
    {
        await using var auth = await AuthHost.SharedAsync();

        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/introspect", "Basic Og==", ("token", "x")),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/introspect", Services, ("token", "x")),
            HttpStatusCode.Unauthorized,
            "invalid_client"
        );
    }

    [Theory]
    [InlineData("Authentication:Introspection:ClientId", "services", "Authentication:Introspection:ClientSecret")]
    [InlineData("Authentication:Introspection:Concurrency", "0", "Authentication:Introspection:Concurrency")]
    public async Task A_setting_that_cannot_be_is_named(string setting, string value, string named)
    {
        var exception = await AuthHost.RefusedStartAsync((setting, value));

        Assert.Contains(named, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_service_keeps_answers_for_longer_than_half_a_minute()
    {
        await using var auth = await AuthHost.SharedListeningAsync();

        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            OtherService.StartAsync(auth, ("Authentication:Introspection:CacheDuration", "00:00:31"))
        );

        Assert.Contains("Authentication:Introspection:CacheDuration", exception.Message, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();

    private static async Task<JsonElement> AskAsync(ServiceHost<Program> auth, string basic, string token) =>
        await Apps.ReadAsync<JsonElement>(await auth.PostFormAsync("/connect/introspect", basic, ("token", token)));
}
