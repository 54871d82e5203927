using System.Text;

namespace Capsule.Bench.Auth;

/// <summary>
/// Measures exchanges of refresh tokens, one session per client, next to a bare endpoint that executes the same statement.
/// </summary>
internal static class RefreshPart
{
    private const double Goal = 0.85;
    private const int RoundCount = 8;
    private const int Clients = 16;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task<bool> RunAsync(BenchServers servers, AuthService auth, BareService bare)
    {
        var tokens = new List<string>();
        for (var number = 1; number <= Clients; number++)
        {
            tokens.Add((await auth.SignInAsync(number)).RefreshToken!);
        }

        var clients = await Task.WhenAll(tokens.Select(token => Client.ConnectAsync(auth.Port, "/connect/token", token)));
        var unsigned = await BareClientsAsync(servers, bare, BareServer.Refresh);
        var signed = await BareClientsAsync(servers, bare, BareServer.SignedRefresh);
        var rates = await Rounds.FastestAsync(
            $"refresh, {Clients} at a time",
            RoundCount,
            new Side("bare", () => Load.RateAsync(unsigned, Time, client => client.RefreshAsync()), () => bare.Cpu),
            new Side("bare with a signature", () => Load.RateAsync(signed, Time, client => client.RefreshAsync()), () => bare.Cpu),
            new Side("service", () => Load.RateAsync(clients, Time, client => client.RefreshAsync()), () => auth.Cpu)
        );
        Rounds.Compare("refresh", rates[2], "the bare statement without a signed token", rates[0]);
        return Rounds.Compare("refresh", rates[2], "the bare statement and an ES256 signature", rates[1], Goal);
    }

    private static async Task<Client[]> BareClientsAsync(BenchServers servers, BareService bare, string path) =>
        await Task.WhenAll((await BareSessions.CreateAsync(servers, Clients)).Select(token => Client.ConnectAsync(bare.Port, path, token)));

    private sealed class Client(HttpConnection connection, byte[] request, int tokenLength)
    {
        public static async Task<Client> ConnectAsync(int port, string path, string token) =>
            new(
                await HttpConnection.ConnectAsync(port),
                Request.Post(
                    path,
                    "application/x-www-form-urlencoded",
                    Encoding.ASCII.GetBytes($"grant_type=refresh_token&refresh_token={token}")
                ),
                token.Length
            );

        /// <summary>Copies the response's token, which has the same length, into the next request.</summary>
        public async ValueTask RefreshAsync()
        {
            var answer = (await connection.SendAsync(request)).Span;
            var name = "\"refresh_token\":\""u8;
            var at = answer.IndexOf(name);
            if (at < 0)
            {
                throw new InvalidOperationException($"There is no token in: {Encoding.UTF8.GetString(answer)}");
            }

            answer.Slice(at + name.Length, tokenLength).CopyTo(request.AsSpan(^tokenLength..));
        }
    }
}
