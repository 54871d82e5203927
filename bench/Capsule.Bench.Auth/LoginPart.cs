using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Credentials.Passwords;

namespace Capsule.Bench.Auth;

/// <summary>Measures sign-ins with a password next to the password hash alone, on all cores.</summary>
internal static class LoginPart
{
    private const double Goal = 0.9;
    private const int RoundCount = 4;
    private const int Waiting = 2;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public static async Task<bool> RunAsync(AuthService auth)
    {
        var hashers = Enumerable.Range(0, Environment.ProcessorCount).ToArray();
        var clients = await Task.WhenAll(
            Enumerable.Range(1, Environment.ProcessorCount + Waiting).Select(number => Client.ConnectAsync(auth, number))
        );
        var rates = await Rounds.FastestAsync(
            "logins",
            RoundCount,
            new Side($"PBKDF2 on {hashers.Length} threads", () => Load.RateAsync(hashers, Time, Hash)),
            new Side($"POST /api/sessions, {clients.Length} at a time", () => Load.RateAsync(clients, Time, client => client.SignInAsync()))
        );
        return Rounds.Compare(
            "logins",
            rates[1],
            string.Create(CultureInfo.InvariantCulture, $"PBKDF2-HMAC-SHA512, {PasswordOptions.MinIterations} iterations"),
            rates[0],
            Goal
        );
    }

    private static ValueTask Hash(int thread)
    {
        Span<byte> salt = stackalloc byte[16];
        _ = Rfc2898DeriveBytes.Pbkdf2(AuthService.Password, salt, PasswordOptions.MinIterations, HashAlgorithmName.SHA512, 32);
        return ValueTask.CompletedTask;
    }

    private sealed class Client(HttpConnection connection, byte[] request)
    {
        public static async Task<Client> ConnectAsync(AuthService auth, int number) =>
            new(
                await HttpConnection.ConnectAsync(auth.Port),
                Request.Post(
                    "/api/sessions",
                    "application/json",
                    Encoding.UTF8.GetBytes($$"""{"email":"{{AuthService.Email(number)}}","password":"{{AuthService.Password}}"}""")
                )
            );

        public async ValueTask SignInAsync() => await connection.SendAsync(request);
    }
}
