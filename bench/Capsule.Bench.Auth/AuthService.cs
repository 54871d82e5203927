extern alias bundle;

using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Capsule.Auth.Tokens;
using Capsule.Migrations;
using Capsule.Testing;

namespace Capsule.Bench.Auth;

/// <summary>
/// The auth service as it is deployed, but without rate limits: its built program in the environment Production, on a database that its
/// bundle created.
/// </summary>
internal sealed class AuthService : IAsyncDisposable
{
    public const string Role = "auth_user";
    public const string RolePassword = "auth_pass";

    /// <summary>The number of users who can sign in.</summary>
    public const int Users = 64;

    private static readonly string[] Limited = ["SignIn", "Registration", "Token"];
    private readonly ServerProcess _process;
    private readonly HttpClient _http;

    private AuthService(ServerProcess process, int port)
    {
        (_process, Port) = (process, port);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public int Port { get; }

    public TimeSpan Cpu => _process.Cpu;

    public static string Password => bundle::Capsule.Auth.Migrations.AuthSeed.Password;

    /// <summary>Returns the e-mail address of one of the <see cref="Users"/>, numbered from 1.</summary>
    public static string Email(int number) => DevelopmentData.Email(number);

    public static async Task<AuthService> StartAsync(BenchServers servers)
    {
        var bundle = RepositoryFolder.Program("services/auth/Capsule.Auth.Migrations");
        (string, string)[] owner =
        [
            ("DOTNET_ENVIRONMENT", "Development"),
            ("ConnectionStrings__auth-db", servers.Owner),
            ("ConnectionStrings__messaging", servers.Broker),
            ("API_ROLE", Role),
            ("API_ROLE_PASSWORD", RolePassword),
        ];
        await ServerProcess.RunAsync(bundle, ["migrate"], owner);
        await ServerProcess.RunAsync(bundle, ["seed", "--users", Users.ToString(CultureInfo.InvariantCulture)], owner);
        var port = ServerProcess.FreePort();
        var process = await ServerProcess.StartAsync(
            RepositoryFolder.Program("services/auth/Capsule.Auth"),
            port,
            "/health",
            [],
            Settings(servers, port)
        );
        return new AuthService(process, port);
    }

    public async Task<TokenResponse> SignInAsync(int number)
    {
        using var response = await _http.PostAsJsonAsync("/api/sessions", new { email = Email(number), password = Password });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenResponse>())!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    // The service verifies its own tokens with its own keys, so the authority's address is never called.
    private static IEnumerable<(string Name, string Value)> Settings(BenchServers servers, int port) =>
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ConnectionStrings__auth-db", servers.Api),
            ("ConnectionStrings__redis", servers.Redis),
            ("ConnectionStrings__messaging", servers.Broker),
            ("Auth__MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            ("Transport__AllowInsecure", "messaging,redis"),
            ("Auth__Emails__SealingKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            ("Authentication__Issuer", $"http://127.0.0.1:{port}"),
            ("Authentication__Authority", "https://127.0.0.1"),
            .. Limited.SelectMany(policy => new[] { ($"Limits__{policy}__PerAddress", "0"), ($"Limits__{policy}__PerAccount", "0") }),
        ];
}
