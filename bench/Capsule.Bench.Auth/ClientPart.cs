using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Capsule.Auth.Users.Roles;
using Capsule.Migrations;
using Npgsql;

namespace Capsule.Bench.Auth;

/// <summary>
/// Measures tokens for clients (client credentials) next to a bare endpoint that executes the same two statements and signs.
/// </summary>
internal static class ClientPart
{
    private const int RoundCount = 8;
    private const int Connections = 16;
    private const int Administrator = 1;
    private const string ContentType = "application/x-www-form-urlencoded";
    private static readonly string[] GrantType = ["client_credentials"];
    private static readonly string[] Scope = ["deployments:read"];
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task<bool> RunAsync(BenchServers servers, AuthService auth, BareService bare)
    {
        var (id, secret) = await CreateAsync(servers, auth);
        var form = Encoding.ASCII.GetBytes($"grant_type=client_credentials&client_id={id}&client_secret={secret}&scope=deployments:read");
        var clients = await ConnectAsync(auth.Port, "/connect/token", form);
        var bareClients = await ConnectAsync(bare.Port, BareServer.Client, form);
        var rates = await Rounds.FastestAsync(
            $"client credentials, {Connections} at a time",
            RoundCount,
            new Side("bare with a signature", () => Load.RateAsync(bareClients, Time, client => client.SendAsync()), () => bare.Cpu),
            new Side("service", () => Load.RateAsync(clients, Time, client => client.SendAsync()), () => auth.Cpu)
        );
        Rounds.Compare("client credentials", rates[1], "the bare statements and an ES256 signature", rates[0]);
        return true;
    }

    private static async Task<(string Id, string Secret)> CreateAsync(BenchServers servers, AuthService auth)
    {
        await using (var source = NpgsqlDataSource.Create(servers.Owner))
        await using (
            var insert = source.CreateCommand("insert into auth.user_roles (user_id, role) values ($1, $2) on conflict do nothing")
        )
        {
            insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = DevelopmentData.Id("user", Administrator) });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = RoleNames.Admin });
            await insert.ExecuteNonQueryAsync();
        }

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{auth.Port}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await auth.SignInAsync(Administrator)).AccessToken
        );
        using var response = await http.PostAsJsonAsync(
            "/api/clients",
            new
            {
                name = "bench",
                grantTypes = GrantType,
                scopes = Scope,
            }
        );
        response.EnsureSuccessStatusCode();
        var client = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (client.GetProperty("id").GetString()!, client.GetProperty("clientSecret").GetString()!);
    }

    private static Task<Client[]> ConnectAsync(int port, string path, byte[] form) =>
        Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(async _ => new Client(await HttpConnection.ConnectAsync(port), Request.Post(path, ContentType, form)))
        );

    private sealed class Client(HttpConnection connection, byte[] request)
    {
        public async ValueTask SendAsync() => await connection.SendAsync(request);
    }
}
