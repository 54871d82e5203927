using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;
using Npgsql;

namespace Capsule.EndToEnd.Tests;

/// <summary>The whole system on free ports and a data folder of its own, as its users and operators see it.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    public static readonly string[] Services = ["auth", "billing", "deploy", "monitor"];

    /// <summary>Installing the servers on a machine that has none is part of the first start.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);

    private const string Password = "correct horse battery";
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly bool _ownsData;

    private RunningSystem(AppHostProcess host, bool ownsData)
    {
        Host = host;
        _ownsData = ownsData;
    }

    public AppHostProcess Host { get; }

    /// <summary>Starts the system, on the data of an earlier run when <paramref name="dataRoot"/> is given, and waits until it is healthy.</summary>
    public static async Task<RunningSystem> StartAsync(string? dataRoot = null)
    {
        var folder = dataRoot ?? NewDataRoot();
        var system = new RunningSystem(AppHostProcess.Start(folder), ownsData: dataRoot is null);
        await system.Host.WaitUntilHealthyAsync(Services, StartDeadline);
        return system;
    }

    /// <summary>A new folder that the servers' own users can enter.</summary>
    public static string NewDataRoot() => ServerFolder.New("capsule-e2e");

    public async Task<HttpResponseMessage> PostAsync(string service, string path, object body) =>
        await _http.PostAsJsonAsync(new Uri(Host.Address(service)!, path), body);

    public async Task<HttpResponseMessage> GetAsync(string service, string path) => await _http.GetAsync(new Uri(Host.Address(service)!, path));

    public async Task<JsonElement> GetJsonAsync(string service, string path) =>
        await _http.GetFromJsonAsync<JsonElement>(new Uri(Host.Address(service)!, path));

    /// <summary>Signs a user up and returns the identifier.</summary>
    public async Task<Guid> SignUpAsync(string email)
    {
        var response = await PostAsync("auth", "/api/users", new { email, name = "Ada Lovelace", password = Password });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    /// <summary>Signs a user in, whose requests the following are, and returns the identifier that the profile names.</summary>
    public async Task<Guid> SignInAsync(string email, string password = Password)
    {
        _http.DefaultRequestHeaders.Authorization = null;
        var response = await PostAsync("auth", "/api/sessions", new { email, password });
        response.EnsureSuccessStatusCode();
        var tokens = await response.Content.ReadFromJsonAsync<JsonElement>();
        _http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("access_token").GetString());
        return (await GetJsonAsync("auth", "/api/users/me")).GetProperty("id").GetGuid();
    }

    /// <summary>Signs in as the administrator that Development begins with.</summary>
    public Task<Guid> SignInAsAdministratorAsync() => SignInAsync("admin@capsule.local", "admin_pass");

    /// <summary>Asks a service's database as its owner.</summary>
    public async Task<T> QueryAsync<T>(string service, string sql)
    {
        // The fourth line of postmaster.pid is the port (PostgreSQL, src/include/utils/pidfile.h).
        var pidFile = Path.Combine(Host.DataRoot, $"{service}_db_data", "postmaster.pid");
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(File.ReadAllLines(pidFile)[3], provider: null),
            Database = $"{service}_service_db",
            Username = $"{service}_owner",
            Password = $"{service}_owner_pass",
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(settings);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
        if (_ownsData)
        {
            Directory.Delete(Host.DataRoot, recursive: true);
        }
    }
}
