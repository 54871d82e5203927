using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Capsule.Testing;

namespace Capsule.Cli.Tests;

/// <summary>The auth service as a program of its own, for commands that call its API.</summary>
internal sealed class AuthProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly TestBroker _broker;
    private readonly HttpClient _client;

    private AuthProcess(Process process, TestBroker broker, string address)
    {
        (_process, _broker, Address) = (process, broker, address);
        _client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public string Address { get; }

    /// <summary>Starts it on a migrated database, with more settings.</summary>
    public static async Task<AuthProcess> StartAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var broker = await TestBroker.CreateAsync();
        var address = $"http://127.0.0.1:{FreePort.Pick()}";
        var program = RepositoryFolder.Program("services/auth/Capsule.Auth");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var variables = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = address,
            ["ConnectionStrings__auth-db"] = database.ConnectionStringFor("auth_user", ServiceHost.ApiPassword),
            ["ConnectionStrings__redis"] = (await TestServers.GetAsync()).Redis,
            ["ConnectionStrings__messaging"] = broker.Uri.AbsoluteUri,
            ["Authentication__Issuer"] = address,
            ["Auth__Emails__SealingKey"] = Convert.ToBase64String(SHA256.HashData("e-mails of the command line's tests"u8)),
            ["Auth__MasterKey"] = Convert.ToBase64String(SHA256.HashData("tests of the command line"u8)),
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in variables.Select(variable => (variable.Key, variable.Value)).Concat(settings))
        {
            start.Environment[name] = value;
        }

        var auth = new AuthProcess(Process.Start(start)!, broker, address);
        var said = Task.WhenAll(auth._process.StandardOutput.ReadToEndAsync(), auth._process.StandardError.ReadToEndAsync());
        await Eventually.TrueAsync(async () => auth._process.HasExited || await auth.AnswersAsync(), "auth answers", StartDeadline);
        Assert.False(auth._process.HasExited, auth._process.HasExited ? string.Concat(await said) : "");
        return auth;
    }

    /// <summary>Signs up.</summary>
    public async Task<Guid> SignUpAsync(string email)
    {
        using var response = await _client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email,
                name = "Ada Lovelace",
                password = "correct horse battery",
            }
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    /// <summary>Sets a password with a token, and signs in with it; returns the access token.</summary>
    public async Task<string> SignInFirstAsync(string email, string token, string password)
    {
        using var set = await _client.PostAsJsonAsync("/api/users/reset-password", new { token, newPassword = password });
        set.EnsureSuccessStatusCode();
        using var session = await _client.PostAsJsonAsync("/api/sessions", new { email, password });
        session.EnsureSuccessStatusCode();
        return (await session.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Signs in in a browser, and allows or denies what the device with this code asks for; returns the page that asked.</summary>
    public async Task<string> DecideAsync(string email, string password, string userCode, string decision)
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = _client.BaseAddress,
        };
        var device = $"/device?user_code={userCode}";
        using var page = await browser.PostAsync("/sign-in", Form(("email", email), ("password", password), ("return", device)));
        using var decided = await browser.PostAsync("/device", Form(("user_code", userCode), ("decision", decision)));
        decided.EnsureSuccessStatusCode();
        return await page.Content.ReadAsStringAsync();
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _broker.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await _client.GetAsync("/health")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
