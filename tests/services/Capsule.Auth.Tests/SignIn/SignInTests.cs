using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn;

public sealed class SignInTests
{
    [Fact]
    public async Task The_right_password_begins_a_session_whose_token_names_the_user_and_what_it_allows()
    {
        await using var auth = await AuthHost.SharedAsync();
        var user = await auth.SignUpAsync();

        var response = await auth.TrySignInAsync("ADA@example.com");

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var tokens = (await response.Content.ReadFromJsonAsync<JsonElement>())!;
        Assert.Equal(
            ("Bearer", 600, "account billing deployments"),
            (
                tokens.GetProperty("token_type").GetString(),
                tokens.GetProperty("expires_in").GetInt32(),
                tokens.GetProperty("scope").GetString()
            )
        );
        var claims = await SignedToken.ReadAsync(auth, tokens.GetProperty("access_token").GetString()!);
        Assert.Equal(
            (AuthHost.Issuer, user.Id.ToString(), "capsule", "account billing deployments"),
            (Text("iss"), Text("sub"), Text("aud"), Text("scope"))
        );
        Assert.Equal(600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal("user", claims.GetProperty("role")[0].GetString());
        Assert.Equal(Text("sid"), (await auth.QueryAsync<Guid>("select id from mine.sessions")).ToString());
        Assert.True(await auth.QueryAsync<bool>("select last_sign_in_at is not null from mine.users"));

        string? Text(string name) => claims.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();

        var wrong = await auth.TrySignInAsync(password: "wrong horse battery");
        var unknown = await auth.TrySignInAsync("nobody@example.com");

        var problem = await ServiceCompliance.AssertProblemAsync(wrong, HttpStatusCode.Unauthorized);
        Assert.Equal("urn:capsule:problem:invalid-credentials", problem.GetProperty("type").GetString());
        Assert.Equal(
            problem.GetProperty("detail").GetString(),
            (await ServiceCompliance.AssertProblemAsync(unknown, HttpStatusCode.Unauthorized)).GetProperty("detail").GetString()
        );
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.sessions"));
    }

    [Fact]
    public async Task After_too_many_wrong_passwords_the_right_one_is_refused_for_a_while()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        await auth.TrySignInAsync(password: "wrong horse battery");
        await auth.ExecuteAsync("update mine.password_failures set failures = 11");
        await auth.TrySignInAsync(password: "wrong horse battery");

        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);

        Assert.True(
            await auth.QueryAsync<bool>(
                "select locked_until > now() + interval '1 minute' and locked_until <= now() + interval '15 minutes' from mine.password_failures where source <> ''"
            )
        );
        await auth.ExecuteAsync("update mine.password_failures set locked_until = now()");
        Assert.Equal(HttpStatusCode.OK, (await auth.TrySignInAsync()).StatusCode);
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from mine.password_failures where source <> ''"));
    }

    [Fact]
    public async Task Who_is_not_active_cannot_sign_in_nor_refresh()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();

        await auth.ExecuteAsync("update mine.users set active = false");

        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);
        Assert.Null(await auth.TryRefreshAsync(tokens.RefreshToken!));
    }

    [Fact]
    public async Task A_password_is_hashed_anew_when_the_setting_has_grown()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var before = await auth.QueryAsync<string>("select password_hash from mine.users");

        await using var grown = auth.StartReplica(host => AuthHost.Configure(host, ("Auth:Passwords:Iterations", "2000")));
        await grown.SignInAsync();

        var after = await auth.QueryAsync<string>("select password_hash from mine.users");
        Assert.NotEqual(before, after);
        await grown.SignInAsync();
        Assert.Equal(after, await auth.QueryAsync<string>("select password_hash from mine.users"));
    }

    [Theory]
    [InlineData("""{"email":"ada@example.com"}""", "password")]
    [InlineData("""{"password":"correct horse battery"}""", "email")]
    [InlineData("""{"email":42,"password":"correct horse battery"}""", "email")]
    [InlineData("""{"email":"ada@example.com","password":null}""", "password")]
    [InlineData("""{"email":"a\u0000@example.com","password":"correct horse battery"}""", "email")]
    public async Task Bad_input_is_answered_with_the_name_of_the_field(string body, string field)
    {
        await using var auth = await AuthHost.SharedAsync();

        var response = await auth.Client.PostAsync("/api/sessions", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
    }
}
