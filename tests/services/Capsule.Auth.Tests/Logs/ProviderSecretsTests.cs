using System.Text.Json.Nodes;
using System.Web;
using Capsule.Auth.Tests.SignIn.Providers;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.Auth.Tests.Logs;

/// <summary>
/// What goes to a provider and comes back stays out of what the service writes down, as it is set up. The addresses themselves have codes
/// that are good once: whoever turns on the framework's log of requests or redirects (quiet by default) finds those.
/// </summary>
public sealed class ProviderSecretsTests
{
    [Fact]
    public async Task No_secret_of_a_sign_in_at_a_provider_is_in_a_log_or_a_trace()
    {
        using var logs = new RecordedLogs(LogLevel.Trace);
        using var spans = new RecordedSpans();
        var secrets = new KnownSecrets();
        await using var fake = await FakeProvider.StartAsync();
        await using var auth = await AuthHost.StartAsync(
            host => host.ConfigureTestServices(services => services.AddLogging(logging => logging.AddProvider(logs))),
            [.. ProviderHosts.Secrets("fake"), ("Auth:External:Providers:fake:Issuer", fake.Address), SecretsInLogsTests.Traced]
        );
        secrets.Add("client secret", OidcProviderProcess.ClientSecret);
        secrets.Add("verifier of the app", Browser.Verifier);

        await SignInAsync(auth, fake, secrets, isGood: true);
        await SignInAsync(auth, fake, secrets, isGood: false);

        Assert.True(secrets.Count >= 20, $"only {secrets.Count} secrets");
        Assert.Contains(spans.Spans, static span => span.Contains("url.path=/api/providers/fake/callback", StringComparison.Ordinal));
        Assert.Contains(spans.Spans, static span => span.Contains("/token", StringComparison.Ordinal));
        Assert.Contains(logs.Whole, static entry => entry.Contains("fake", StringComparison.Ordinal));
        Assert.Empty(secrets.FoundIn(logs.Whole));
        Assert.Empty(secrets.FoundIn(spans.Spans));
    }

    private static async Task SignInAsync(ServiceHost<Program> auth, FakeProvider fake, KnownSecrets secrets, bool isGood)
    {
        using var browser = new Browser(auth);
        var asked = HttpUtility.ParseQueryString((await browser.GoAsync(Browser.AuthorizePath("fake"))).Headers.Location!.Query);
        fake.Nonce = secrets.Add($"nonce, {isGood}", asked["nonce"]);
        var state = secrets.Add($"state, {isGood}", asked["state"]);
        secrets.Add($"cookie, {isGood}", browser.Cookie!.Split('=', 2)[1]);
        var code = secrets.Add($"code of the provider, {isGood}", $"provider-code-{Guid.NewGuid():n}");
        var idToken = secrets.Add(
            $"ID token, {isGood}",
            new FakeProviderOf(fake).Good(("nonce", isGood ? asked["nonce"] : "another nonce"))
        );
        var accessToken = secrets.Add($"access token at the provider, {isGood}", $"provider-token-{Guid.NewGuid():n}");
        fake.Tokens = _ =>
            FakeProvider.Json(
                new JsonObject
                {
                    ["access_token"] = accessToken,
                    ["token_type"] = "Bearer",
                    ["id_token"] = idToken,
                }
            );

        var query = Browser.AppQuery(await browser.GoAsync($"/api/providers/fake/callback?code={code}&state={state}"));

        secrets.Add($"verifier, {isGood}", fake.Exchanged["code_verifier"]);
        secrets.Add($"credentials in Basic, {isGood}", fake.Exchanged["authorization"]);
        Assert.Equal(isGood ? null : "server_error", query["error"]);
        if (isGood)
        {
            var tokens = await auth.TokensAsync(secrets.Add("code for the app", query["code"]));
            secrets.Add("access token", tokens.AccessToken);
            secrets.Add("refresh token", tokens.RefreshToken);
        }
    }
}
