using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers.Provider;

/// <summary>
/// A user's browser: begins at an app, follows redirects by hand, fills in the provider's forms, and comes back to the app.
/// </summary>
internal sealed class Browser : IDisposable
{
    public const string App = "http://127.0.0.1:5173/signed-in?from=auth";
    public const string Verifier = Apps.Verifier;

    private const int MaxSteps = 12;
    private readonly HttpClient _auth;
    private readonly SortedDictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly HttpClient _web = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    public Browser(ServiceHost<Program> auth) => _auth = auth.CreateBareClient();

    /// <summary>The cookies that auth has set, as the browser sends them; null while there are none.</summary>
    public string? Cookie
    {
        get => _cookies.Count == 0 ? null : string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        set
        {
            _cookies.Clear();
            foreach (var cookie in value?.Split("; ") ?? [])
            {
                Keep(cookie);
            }
        }
    }

    /// <summary>The header in which it was set.</summary>
    public string? SetCookie { get; private set; }

    public static string AuthorizePath(string provider, string redirectUri = App, string state = "app & state") =>
        $"/api/providers/{provider}/authorize?redirect_uri={Uri.EscapeDataString(redirectUri)}&state={Uri.EscapeDataString(state)}&code_challenge_method=S256"
        + $"&code_challenge={ChallengeOf(Verifier)}";

    /// <summary>What the app begins with (RFC 7636, section 4.2).</summary>
    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>Goes to the provider and signs in there; where it sends the browser back to, which is auth's callback.</summary>
    public async Task<Uri> ReturnAsync(string provider, Account account, bool denies = false) =>
        await AnswerAsync((await GoAsync(AuthorizePath(provider))).Headers.Location!, provider, account, denies);

    /// <summary>Signs in at the provider, at an address of its own; where it sends the browser back to.</summary>
    public async Task<Uri> AnswerAsync(Uri next, string provider, Account account, bool denies = false)
    {
        for (var step = 0; step < MaxSteps; step++)
        {
            if (next.OriginalString.StartsWith(ProviderHosts.Callback(provider), StringComparison.Ordinal))
            {
                return next;
            }

            next = await StepAsync(next, account, denies);
        }

        throw new InvalidOperationException($"The provider leads nowhere: {next}");
    }

    /// <summary>Takes the whole way; what the app gets.</summary>
    public async Task<System.Collections.Specialized.NameValueCollection> SignInAsync(
        string provider,
        Account account,
        bool denies = false
    ) => AppQuery(await GoAsync((await ReturnAsync(provider, account, denies)).PathAndQuery));

    /// <summary>The whole way, to the code.</summary>
    public async Task<string> CodeAsync(string provider, Account account) => (await SignInAsync(provider, account))["code"]!;

    /// <summary>A request to auth as browsers make it: with the cookie, without a token.</summary>
    public async Task<HttpResponseMessage> GoAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept is null ? [] : [accept]);
        return await SendAsync(request);
    }

    /// <summary>Posts a form of a page of auth, with the headers that tell auth that it is.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Accounts.Form(form) };
        request.Headers.Add("Origin", AuthHost.Issuer);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await SendAsync(request);
    }

    /// <summary>What the app finds in its address.</summary>
    public static System.Collections.Specialized.NameValueCollection AppQuery(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith(App + "&", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return HttpUtility.ParseQueryString(response.Headers.Location.Query);
    }

    public void Dispose()
    {
        _auth.Dispose();
        _web.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Add("Cookie", Cookie is null ? [] : [Cookie]);
        var response = await _auth.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            SetCookie = cookie;
            Keep(cookie.Split(';')[0]);
        }

        return response;
    }

    private void Keep(string cookie) =>
        _cookies[cookie[..cookie.IndexOf('=', StringComparison.Ordinal)]] = cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private async Task<Uri> StepAsync(Uri address, Account account, bool denies)
    {
        using var page = await _web.GetAsync(address);
        if (page.Headers.Location is { } location)
        {
            return new Uri(address, location);
        }

        var html = await page.Content.ReadAsStringAsync();
        Assert.True(page.IsSuccessStatusCode, html);
        if (denies)
        {
            return new Uri(address, Regex.Match(html, "href=\"([^\"]*/abort)\"").Groups[1].Value);
        }

        var prompt = Regex.Match(html, "name=\"prompt\" value=\"([a-z]+)\"").Groups[1].Value;
        using var form = Accounts.Form(("prompt", prompt), ("login", account.Login()), ("password", "any"));
        using var answer = await _web.PostAsync(address, form);
        return new Uri(address, answer.Headers.Location!);
    }
}
