using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;

namespace Capsule.Cli.Tests.Login;

/// <summary>A real auth with an administrator and a user.</summary>
public sealed class SignedUpAuth : IAsyncLifetime
{
    public const string Admin = "root@example.com";
    public const string User = "ada@example.com";
    public const string AdminPassword = "a password of their own";
    public const string UserPassword = "correct horse battery";
    private const string Client = "00000000-0000-7000-8000-000000000001";

    private readonly HttpClient _client = new();
    private TestDatabase? _database;
    private AuthProcess? _auth;

    /// <summary>Where it is.</summary>
    public string Address => _auth!.Address;

    /// <summary>An access token of the administrator's own session.</summary>
    public string AdminToken { get; private set; } = "";

    internal TestDatabase Database => _database!;

    public async ValueTask InitializeAsync()
    {
        using var bundles = BundleFolder.Processes();
        _database = await TestDatabase.CreateAsync();
        string[] where = ["--environment", "Development", "--connection", _database.ConnectionString];
        var migrated = await bundles.RunAsync(
            new Dictionary<string, string> { ["API_ROLE_PASSWORD"] = ServiceHost.ApiPassword },
            ["db", "migrate", "auth", .. where]
        );
        Assert.True(migrated.Code == 0, migrated.Error);
        var made = await bundles.RunAsync(["auth", "create-admin", "--email", Admin, "--json", .. where]);
        var token = made.Service("auth").GetProperty("result").GetProperty("token").GetString()!;
        _auth = await AuthProcess.StartAsync(_database, ("Auth__Sessions__RepeatWindow", "00:00:00"));
        AdminToken = await _auth.SignInFirstAsync(Admin, token, AdminPassword);
        await _auth.SignUpAsync(User);
    }

    /// <summary>Allows or denies in a browser what a device asks for; returns the page that asked.</summary>
    internal Task<string> DecideAsync(string email, string userCode, string decision) =>
        _auth!.DecideAsync(email, email == Admin ? AdminPassword : UserPassword, userCode, decision);

    /// <summary>Signs in by the protocol, without the command that waits; keeps the login and returns its tokens.</summary>
    internal async Task<JsonElement> SignInAsync(ConfigFolder folder, string email, TimeSpan lifetime)
    {
        var device = await PostAsync("/connect/device-authorization", ("scope", "openid profile email users:read"));
        await DecideAsync(email, device.GetProperty("user_code").GetString()!, "allow");
        var tokens = await PostAsync(
            "/connect/token",
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device.GetProperty("device_code").GetString()!)
        );
        await folder.KeepAsync(
            Address,
            tokens.GetProperty("access_token").GetString()!,
            tokens.GetProperty("refresh_token").GetString()!,
            lifetime
        );
        return tokens;
    }

    /// <summary>Whether an access token is still good at auth's API.</summary>
    internal async Task<bool> IsGoodAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}/connect/userinfo");
        request.Headers.Authorization = new("Bearer", accessToken);
        using var response = await _client.SendAsync(request);
        return response.IsSuccessStatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await (_auth?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    private async Task<JsonElement> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([
            new("client_id", Client),
            .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)),
        ]);
        using var response = await _client.PostAsync(new Uri(Address + path), form);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
