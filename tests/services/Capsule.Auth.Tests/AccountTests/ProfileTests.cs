using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Accounts.Profile;
using Capsule.Testing;

namespace Capsule.Auth.Tests.AccountTests;

public sealed class ProfileTests
{
    [Fact]
    public async Task Users_see_themselves_and_no_other_unless_their_scopes_say_so()
    {
        await using var auth = await AuthHost.SharedAsync();
        var other = await auth.SignUpAsync("grace@example.com");
        var user = await auth.SignUpAsync();
        var token = (await auth.SignInAsync()).AccessToken;

        var profile = await (await auth.SendAsync(HttpMethod.Get, "/api/users/me", token)).Content.ReadFromJsonAsync<ProfileResponse>();
        Assert.Equal(
            (user.Id, user.Email, false, "UTC", "en"),
            (profile!.Id, profile.Email, profile.EmailVerified, profile.TimeZone, profile.Locale)
        );
        Assert.Equal(["user"], profile.Roles);
        var problem = await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, $"/api/users/{other.Id}", token),
            HttpStatusCode.Forbidden
        );
        Assert.Equal("urn:capsule:problem:not-your-account", problem.GetProperty("type").GetString());

        await auth.Database.ExecuteAsync($"insert into auth.user_roles (user_id, role) values ('{user.Id}', 'operator')");
        token = (await auth.SignInAsync()).AccessToken;
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, $"/api/users/{other.Id}", token)).StatusCode);
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, $"/api/users/{Guid.NewGuid()}", token),
            HttpStatusCode.NotFound
        );
    }

    [Theory]
    [InlineData("GET", "/api/users/me")]
    [InlineData("GET", "/api/users/6f1f4d9e-0000-7000-8000-000000000001")]
    [InlineData("GET", "/api/sessions")]
    [InlineData("DELETE", "/api/sessions")]
    [InlineData("DELETE", "/api/sessions/6f1f4d9e-0000-7000-8000-000000000001")]
    public async Task Without_a_token_or_with_one_that_is_none_nothing_is_told(string method, string path)
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        foreach (var bad in new[] { null, "none", token[..^2], token + "A", string.Join('.', token.Split('.')[..2]) + "." })
        {
            var response = await auth.SendAsync(new HttpMethod(method), path, bad);
            await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.Unauthorized);
            Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Users_change_what_they_name_and_nothing_else()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        var changed = await PatchAsync(auth, token, """{"timeZone":"America/Argentina/Buenos_Aires","locale":"zh-Hant-TW"}""");

        var profile = await changed.Content.ReadFromJsonAsync<ProfileResponse>();
        Assert.Equal(("Ada Lovelace", "America/Argentina/Buenos_Aires", "zh-Hant-TW"), (profile!.Name, profile.TimeZone, profile.Locale));
        profile = await (await PatchAsync(auth, token, """{"name":" Ada "}""")).Content.ReadFromJsonAsync<ProfileResponse>();
        Assert.Equal(("Ada", "zh-Hant-TW"), (profile!.Name, profile.Locale));
    }

    [Theory]
    [InlineData("""{"timeZone":"Europe/Atlantis"}""", "timeZone")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""", "timeZone")]
    [InlineData("""{"timeZone":"W. Europe Standard Time"}""", "timeZone")]
    [InlineData("""{"timeZone":""}""", "timeZone")]
    [InlineData("""{"locale":"xx"}""", "locale")]
    [InlineData("""{"locale":"en_US"}""", "locale")]
    [InlineData("""{"locale":"english"}""", "locale")]
    [InlineData("""{"name":"  "}""", "name")]
    [InlineData("""{"name":5}""", "name")]
    [InlineData("""{"name":"a\u0000"}""", "name")]
    public async Task What_cannot_be_is_answered_with_the_name_of_the_field(string body, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        await ServiceCompliance.AssertProblemAsync(await PatchAsync(auth, token, body), HttpStatusCode.BadRequest, field);
    }

    private static async Task<HttpResponseMessage> PatchAsync(ServiceHost<Program> auth, string token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/users/me")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        return await auth.Client.SendAsync(request);
    }
}
