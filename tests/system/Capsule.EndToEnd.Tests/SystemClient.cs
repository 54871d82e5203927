using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Capsule.EndToEnd.Tests;

/// <summary>A running system as its users and operators see it.</summary>
/// <param name="address">Gives the address of a service.</param>
/// <param name="dataRoot">The folder of the servers' data.</param>
internal sealed class SystemClient(Func<string, Uri> address, string dataRoot) : IDisposable
{
    private const string Password = "correct horse battery";
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public async Task<HttpResponseMessage> PostAsync(string service, string path, object body) =>
        await _http.PostAsJsonAsync(new Uri(address(service), path), body);

    public async Task<HttpResponseMessage> GetAsync(string service, string path) => await _http.GetAsync(new Uri(address(service), path));

    public async Task<JsonElement> GetJsonAsync(string service, string path) =>
        await _http.GetFromJsonAsync<JsonElement>(new Uri(address(service), path));

    /// <summary>Signs a user up and returns the identifier.</summary>
    public async Task<Guid> SignUpAsync(string email)
    {
        var response = await PostAsync(
            "auth",
            "/api/users",
            new
            {
                email,
                name = "Ada Lovelace",
                password = Password,
            }
        );
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
        var pidFile = Path.Combine(dataRoot, $"{service}_db_data", "postmaster.pid");
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

    public void Dispose() => _http.Dispose();
}
