using System.Net;
using System.Web;
using Capsule.Auth.OAuth.Clients;
using Capsule.Testing;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>What a client hears of an authorization request that is wrong, and where (RFC 6749, section 4.1.2.1).</summary>
public sealed class AuthorizationErrorTests
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "form_post", "invalid_request")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("scope", "openid nosuch", "invalid_scope")]
    [InlineData("scope", "openid billing", "invalid_scope")]
    [InlineData("resource", "https://other.example.com/", "invalid_target")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("request_uri", "https://app.example.com/request", "request_uri_not_supported")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    public async Task A_client_hears_at_its_own_address_what_is_wrong_with_its_request(string name, string value, string error)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var answer = await AskAsync(auth, client, (name, value));

        var query = AssertAtClient(answer);
        Assert.Equal((error, "s1", AuthHost.Issuer), (query["error"], query["state"], query["iss"]));
        Assert.NotEqual("", query["error_description"] ?? "");
        Assert.Null(query["error_uri"]);
    }

    [Theory]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000000")]
    [InlineData("redirect_uri", "https://evil.example/callback")]
    [InlineData("redirect_uri", "")]
    public async Task Nobody_is_sent_to_an_address_that_is_not_the_clients(string name, string value)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var answer = await AskAsync(auth, client, (name, value), ("scope", "nosuch"));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
    }

    [Theory]
    [InlineData("scope", "openid")]
    [InlineData("prompt", "none")]
    [InlineData("nonce", "n2")]
    [InlineData("made_up", "2")]
    public async Task A_parameter_comes_once(string name, string value)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var answer = await AskAsync(auth, client, $"&made_up=1&prompt=login&{name}={value}");

        var query = AssertAtClient(answer);
        Assert.Equal("invalid_request", query["error"]);
        Assert.Contains($"'{name}'", query["error_description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id", "x")]
    [InlineData("redirect_uri", "https://app.example.com/callback")]
    [InlineData("state", "s2")]
    public async Task Where_it_is_unclear_who_asks_or_with_what_state_the_user_sees_a_page(string name, string value)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var answer = await AskAsync(auth, client, $"&{name}={Uri.EscapeDataString(value)}");

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
        Assert.Contains("invalid_request", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("nonce")]
    [InlineData("prompt")]
    [InlineData("max_age")]
    [InlineData("id_token_hint")]
    public async Task An_empty_parameter_counts_as_missing(string name)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var answer = await AskAsync(auth, client, (name, ""));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith("/sign-in?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_nobody_could_compare_is_refused_on_a_page()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        foreach (var state in new[] { "zürich", "a\r\nX-Made-Up: 1", new string('x', 2001) })
        {
            var answer = await AskAsync(auth, client, ("state", state));

            Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
        }
    }

    [Fact]
    public async Task A_pushed_request_that_nobody_pushed_is_named_so()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var answer = await auth.CreateBareClient()
            .GetAsync($"/connect/authorize?client_id={client.Id}&request_uri=urn:ietf:params:oauth:request_uri:nobody");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("invalid_request_uri", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pushed_request_is_good_for_ten_minutes()
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());

        var pushed = await auth.PostFormAsync(
            "/connect/par",
            client.Basic(),
            ("response_type", "code"),
            ("redirect_uri", Apps.Callback),
            ("scope", "openid"),
            ("code_challenge", Challenge),
            ("code_challenge_method", "S256")
        );

        Assert.InRange((await Apps.ReadAsync<Capsule.Auth.OAuth.Endpoints.PushedAuthorizationResponse>(pushed)).ExpiresIn, 590, 600);
    }

    // OpenID Connect Core, section 3.1.2.1.
    [Theory]
    [InlineData("login")]
    [InlineData("select_account")]
    public async Task A_client_that_wants_the_user_asked_who_they_are_does_not_get_whoever_is_signed_in(string prompt)
    {
        await using var auth = await AuthHost.SharedAsync();
        var client = await auth.AppClientAsync(await auth.AdminAsync());
        var user = await auth.SignUpAsync();
        var signedIn = await auth.CreateBareClient()
            .PostAsync("/sign-in", Accounts.Form(("email", user.Email), ("password", Accounts.Password), ("return", "")));
        var cookie = signedIn
            .Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.Contains("-session=", StringComparison.Ordinal))
            .Split(';')[0];
        await auth.Database.ExecuteAsync(
            $"update auth.sessions set signed_in_at = created_at - interval '1 minute' where user_id = '{user.Id}'"
        );

        var plain = await AskAsync(auth, client, "", cookie);
        var asked = await AskAsync(auth, client, "", cookie, ("prompt", prompt));

        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.StartsWith("/sign-in?", asked.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private static System.Collections.Specialized.NameValueCollection AssertAtClient(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith(Apps.Callback + "&", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return HttpUtility.ParseQueryString(answer.Headers.Location.Query);
    }

    private static Task<HttpResponseMessage> AskAsync(
        ServiceHost<Program> auth,
        ClientResponse client,
        params (string Name, string Value)[] changes
    ) => AskAsync(auth, client, "", null, changes);

    private static async Task<HttpResponseMessage> AskAsync(
        ServiceHost<Program> auth,
        ClientResponse client,
        string more,
        string? cookie = null,
        params (string Name, string Value)[] changes
    )
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = client.Id.ToString(),
            ["redirect_uri"] = Apps.Callback,
            ["response_type"] = "code",
            ["scope"] = "openid email",
            ["state"] = "s1",
            ["nonce"] = "n1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        var query = string.Join('&', parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/connect/authorize?{query}{more}");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await auth.CreateBareClient().SendAsync(request);
    }
}
