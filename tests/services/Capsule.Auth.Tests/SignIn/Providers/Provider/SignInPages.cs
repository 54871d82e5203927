using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Capsule.Auth.OAuth.Clients;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers.Provider;

/// <summary>What a user does on auth's own pages to sign in at a provider.</summary>
internal static class SignInPages
{
    /// <summary>Where a client sends the browser.</summary>
    public static string AuthorizePath(ClientResponse client, string more = "") =>
        $"/connect/authorize?response_type=code&scope=openid&client_id={client.Id}&redirect_uri={Uri.EscapeDataString(Apps.Callback)}"
        + $"&state=s1&code_challenge_method=S256&code_challenge={Browser.ChallengeOf(Apps.Verifier)}{more}";

    /// <summary>Goes from a client to the sign-in page.</summary>
    public static async Task<string> OpenAsync(this Browser browser, ClientResponse client, string more = "") =>
        await (await browser.FollowAsync(await browser.GoAsync(AuthorizePath(client, more)))).Content.ReadAsStringAsync();

    /// <summary>Chooses a provider on the sign-in page; where the browser goes.</summary>
    public static async Task<Uri> ChooseAsync(this Browser browser, string page, string provider)
    {
        var response = await browser.SubmitAsync(page, "/sign-in/provider", ("provider", provider));
        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, response.Headers.Location));
        var destination = Assert.Single(response.Headers.GetValues("Refresh"));
        Assert.StartsWith("0;url=", destination, StringComparison.Ordinal);
        Assert.Contains(
            $"href=\"{WebUtility.HtmlEncode(destination[6..])}\"",
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        return new Uri(destination[6..]);
    }

    /// <summary>Posts the form of a page that leads to an address, with what the user adds.</summary>
    public static Task<HttpResponseMessage> SubmitAsync(
        this Browser browser,
        string page,
        string action,
        params (string Name, string Value)[] more
    ) => browser.PostAsync(action, [.. Fields(page, action), .. more]);

    /// <summary>The whole way from a client's request to the answer after the provider's callback.</summary>
    public static async Task<HttpResponseMessage> SignInAtAsync(
        this Browser browser,
        ClientResponse client,
        string provider,
        Account account,
        string more = "",
        bool denies = false
    )
    {
        var callback = await browser.CallbackAsync(client, provider, account, more, denies);
        return await browser.FollowAsync(await browser.GoAsync(callback, "text/html"));
    }

    /// <summary>The way from a client's request to the callback, which the browser does not load yet.</summary>
    public static async Task<string> CallbackAsync(
        this Browser browser,
        ClientResponse client,
        string provider,
        Account account,
        string more = "",
        bool denies = false
    )
    {
        var destination = await browser.ChooseAsync(await browser.OpenAsync(client, more), provider);
        return (await browser.AnswerAsync(destination, provider, account, denies)).PathAndQuery;
    }

    /// <summary>Follows redirects within auth.</summary>
    public static async Task<HttpResponseMessage> FollowAsync(this Browser browser, HttpResponseMessage response)
    {
        for (var step = 0; step < 5 && response.Headers.Location is { IsAbsoluteUri: false } next; step++)
        {
            response = await browser.GoAsync(next.OriginalString, "text/html");
        }

        return response;
    }

    /// <summary>Allows what the consent page asks; the claims of the ID token that the client gets.</summary>
    public static async Task<JsonElement> AllowAsync(
        this Browser browser,
        ServiceHost<Program> auth,
        ClientResponse client,
        HttpResponseMessage consent
    )
    {
        var page = await consent.Content.ReadAsStringAsync();
        Assert.True(
            consent.StatusCode == HttpStatusCode.OK && page.Contains("Allow app?", StringComparison.Ordinal),
            $"{consent.StatusCode}: {page}"
        );
        var answer = await browser.SubmitAsync(page, "/connect/authorize", ("decision", "allow"));
        Assert.StartsWith(Apps.Callback + "&code=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location.Query);
        Assert.Equal("s1", query["state"]);
        var tokens = await auth.TokensAsync(client, query["code"]!);
        return Payload(tokens.IdToken!);
    }

    /// <summary>Asserts a page that says what went wrong and leads back to the client's request; its text.</summary>
    public static async Task<string> AssertRefusedAsync(this HttpResponseMessage response, HttpStatusCode status, ClientResponse client)
    {
        var page = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {page}");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(
            $"client_id={client.Id}",
            WebUtility.HtmlDecode(Regex.Match(page, "<a href=\"(/[^\"]*)\">Back to sign-in</a>").Groups[1].Value),
            StringComparison.Ordinal
        );
        AssertNoSession(response);
        return WebUtility.HtmlDecode(Regex.Match(page, "<p role=\"alert\">(.*?)</p>").Groups[1].Value);
    }

    public static void AssertNoSession(HttpResponseMessage response) =>
        Assert.DoesNotContain(
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [],
            cookie => cookie.StartsWith("__Host-capsule-session=", StringComparison.Ordinal)
        );

    /// <summary>The claims of an ID token.</summary>
    public static JsonElement Payload(string token) =>
        JsonSerializer.Deserialize<JsonElement>(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));

    private static IEnumerable<(string Name, string Value)> Fields(string page, string action)
    {
        var form = Regex.Match(page, $"<form method=\"post\" action=\"{Regex.Escape(action)}\">(.*?)</form>", RegexOptions.Singleline);
        Assert.True(form.Success, page);
        return Regex
            .Matches(form.Value, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")
            .Select(field => (WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value)));
    }
}
