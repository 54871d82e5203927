namespace Capsule.Bench.Auth;

/// <summary>
/// Measures the list of a user's sessions, with a different user with six sessions per client, next to a bare endpoint that executes the
/// same statement.
/// </summary>
internal static class SessionPart
{
    private const double Goal = 0.7;
    private const int RoundCount = 8;
    private const int Clients = 16;
    private const int First = 33;
    private const int Others = 5;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task<bool> RunAsync(BenchServers servers, AuthService auth, BareService bare)
    {
        var clients = new List<Client>();
        var bareClients = new List<Client>();
        var signedClients = new List<Client>();
        for (var number = First; number < First + Clients; number++)
        {
            var token = (await auth.SignInAsync(number)).AccessToken;
            await BareSessions.CreateAsync(servers, Others, number);
            var (user, session) = BareSessions.Read(token);
            var query = $"?user={user}&current={session}";
            clients.Add(await Client.ConnectAsync(auth.Port, "/api/sessions", token));
            bareClients.Add(await Client.ConnectAsync(bare.Port, BareServer.Sessions + query, token));
            signedClients.Add(await Client.ConnectAsync(bare.Port, BareServer.VerifiedSessions + query, token));
        }

        var rates = await Rounds.FastestAsync(
            $"session list, {Clients} at a time",
            RoundCount,
            new Side("bare", () => Load.RateAsync(bareClients, Time, client => client.ListAsync()), () => bare.Cpu),
            new Side("bare with a signature", () => Load.RateAsync(signedClients, Time, client => client.ListAsync()), () => bare.Cpu),
            new Side("service", () => Load.RateAsync(clients, Time, client => client.ListAsync()), () => auth.Cpu)
        );
        Rounds.Compare("session list", rates[2], "the bare statement and a verified ES256 signature", rates[1]);
        return Rounds.Compare("session list", rates[2], "the bare statement for whoever asks", rates[0], Goal);
    }

    private sealed class Client(HttpConnection connection, byte[] request)
    {
        public static async Task<Client> ConnectAsync(int port, string path, string token) =>
            new(await HttpConnection.ConnectAsync(port), Request.Get(path, token));

        public async ValueTask ListAsync() => await connection.SendAsync(request);
    }
}
