using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Accounts.Profile;
using Capsule.Auth.Users.Preferences;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Users.Preferences;

public sealed class PreferencesTests
{
    private const string Path = "/api/users/me/preferences";

    [Fact]
    public async Task Who_never_said_has_the_usual_and_what_is_named_changes()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;
        await AssertAsync(await auth.SendAsync(HttpMethod.Get, Path, token), "system", "en", "UTC", "{}");

        await AssertAsync(await PatchAsync(auth, token, """{"theme":"dark"}"""), "dark", "en", "UTC", "{}");
        await AssertAsync(
            await PatchAsync(auth, token, """{"language":"pt-BR","timeZone":"Europe/Berlin","settings":{"a":1}}"""),
            "dark",
            "pt-BR",
            "Europe/Berlin",
            """{"a":1}"""
        );
        await AssertAsync(await PatchAsync(auth, token, "{}"), "dark", "pt-BR", "Europe/Berlin", """{"a":1}""");
        await AssertAsync(
            await PatchAsync(auth, token, """{"theme":null,"settings":null,"language":null}"""),
            "dark",
            "pt-BR",
            "Europe/Berlin",
            """{"a":1}"""
        );
        await AssertAsync(await auth.SendAsync(HttpMethod.Get, Path, token), "dark", "pt-BR", "Europe/Berlin", """{"a":1}""");
    }

    [Fact]
    public async Task Settings_merge_by_name_and_null_removes()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        await PatchAsync(auth, token, """{"settings":{"editor":{"tabs":4,"wrap":null},"none":null,"font":"Iosevka"}}""");
        var answer = await PatchAsync(auth, token, """{"settings":{"font":null,"editor":{"tabs":2},"list":[1,null,"ä😀"]}}""");

        await AssertAsync(answer, "system", "en", "UTC", """{"list":[1,null,"ä😀"],"editor":{"tabs":2}}""");
    }

    [Fact]
    public async Task Language_and_time_zone_are_those_of_the_profile()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        await PatchAsync(auth, token, """{"language":"de","timeZone":"Asia/Tokyo"}""");
        var profile = await (await auth.SendAsync(HttpMethod.Get, "/api/users/me", token)).Content.ReadFromJsonAsync<ProfileResponse>();
        Assert.Equal(("de", "Asia/Tokyo"), (profile!.Locale, profile.TimeZone));

        await auth.SendAsync(HttpMethod.Patch, "/api/users/me", token, new { locale = "fr", timeZone = "UTC" });
        await AssertAsync(await auth.SendAsync(HttpMethod.Get, Path, token), "system", "fr", "UTC", "{}");
    }

    [Fact]
    public async Task Changes_at_once_all_count()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => PatchAsync(auth, token, $$$"""{"settings":{"k{{{i}}}":{{{i}}}}}""")));

        var settings = (
            await (await auth.SendAsync(HttpMethod.Get, Path, token)).Content.ReadFromJsonAsync<PreferencesResponse>()
        )!.Settings;
        Assert.Equal(12, settings.EnumerateObject().Count());
    }

    [Fact]
    public async Task Settings_that_grow_past_16_KiB_are_refused_and_those_that_were_there_stay()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;
        var half = new string('x', 9000);
        await PatchAsync(auth, token, $$$"""{"settings":{"a":"{{{half}}}"}}""");

        var together = await PatchAsync(auth, token, $$$"""{"settings":{"b":"{{{half}}}"}}""");
        var alone = await PatchAsync(auth, token, $$$"""{"settings":{"b":"{{{half}}}{{{half}}}"}}""");

        await ServiceCompliance.AssertProblemAsync(together, HttpStatusCode.BadRequest, "settings");
        await ServiceCompliance.AssertProblemAsync(alone, HttpStatusCode.BadRequest, "settings");
        await AssertAsync(await auth.SendAsync(HttpMethod.Get, Path, token), "system", "en", "UTC", $$$"""{"a":"{{{half}}}"}""");
    }

    [Theory]
    [InlineData("""{"theme":"blue"}""", "theme")]
    [InlineData("""{"theme":""}""", "theme")]
    [InlineData("""{"theme":1}""", "theme")]
    [InlineData("""{"language":"xx"}""", "language")]
    [InlineData("""{"language":"en_US"}""", "language")]
    [InlineData("""{"timeZone":"Europe/Atlantis"}""", "timeZone")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""", "timeZone")]
    [InlineData("""{"settings":[]}""", "settings")]
    [InlineData("""{"settings":"text"}""", "settings")]
    [InlineData("""{"settings":{"a":"\u0000"}}""", "settings")]
    [InlineData("""{"settings":{"\u0000":1}}""", "settings")]
    [InlineData("""{"settings":{"a":"\ud800"}}""", "settings")]
    [InlineData("""{"settings":{"\udc00":1}}""", "settings")]
    [InlineData("""{"settings":{"a":[{"b":1e999999}]}}""", "settings")]
    public async Task What_cannot_be_is_answered_with_the_name_of_the_field(string body, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        await ServiceCompliance.AssertProblemAsync(await PatchAsync(auth, token, body), HttpStatusCode.BadRequest, field);
        await ServiceCompliance.AssertProblemAsync(await PatchAsync(auth, null, body), HttpStatusCode.Unauthorized);
    }

    private static async Task AssertAsync(HttpResponseMessage answer, string theme, string language, string timeZone, string settings)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var preferences = (await answer.Content.ReadFromJsonAsync<PreferencesResponse>())!;
        Assert.Equal((theme, language, timeZone), (preferences.Theme, preferences.Language, preferences.TimeZone));
        Assert.True(
            JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(settings), preferences.Settings),
            preferences.Settings.GetRawText()
        );
    }

    private static async Task<HttpResponseMessage> PatchAsync(ServiceHost<Program> auth, string? token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, Path)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await auth.Client.SendAsync(request);
    }
}
