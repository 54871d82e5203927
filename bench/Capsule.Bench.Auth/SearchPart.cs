using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Administration;
using Capsule.Web;
using Npgsql;

namespace Capsule.Bench.Auth;

/// <summary>
/// Measures an administrator's search for users by the beginning of address or name among a million users, next to the statement alone.
/// </summary>
internal static class SearchPart
{
    private const double Goal = 20;
    private const int Users = 1_000_000;
    private const int Prefixes = 2000;
    private const int Shortest = 2;
    private const int MaxPrefixLength = 6;
    private const int Administrator = 64;

    // Letters a to p, evenly distributed: 4,000 users share the first two letters, 0.06 share all six.
    private const string Fill = """
        insert into auth.users (id, email, name, password_hash, created_at)
        select gen_random_uuid(), letters || '@example.org', initcap(substr(letters, 9, 7)) || ' ' || initcap(substr(letters, 17, 9)), 'none', timestamptz '2026-01-01' + i * interval '20 seconds'
        from generate_series(1, $1) i, lateral (select translate(encode(sha256(i::text::bytea), 'hex'), '0123456789', 'ghijklmnop') as letters) of_i
        """;

    public static async Task<bool> RunAsync(BenchServers servers, AuthService auth)
    {
        await FillAsync(servers);
        var token = (await auth.SignInAsync(Administrator)).AccessToken;
        using var connection = await HttpConnection.ConnectAsync(auth.Port);
        await using var source = NpgsqlDataSource.Create(servers.Api + ";Max Auto Prepare=50");
        var isFast = true;
        foreach (var field in new[] { "email", "name" })
        {
            var prefixes = Enumerable.Range(0, Prefixes).Select(_ => Prefix(field)).ToArray();
            var (statement, search) = (new List<double>(), new List<double>());

            // The first round is a warm-up.
            for (var round = 0; round < 2; round++)
            {
                await MeasureAsync(prefixes, statement, prefix => ExecuteAsync(source, field, prefix));
                await MeasureAsync(
                    prefixes,
                    search,
                    async prefix => await connection.SendAsync(Request.Get($"/api/users?{field}={prefix}", token))
                );
            }

            Rounds.Print(
                $"search by {field} among {Users}, {Prefixes} random prefixes of {Shortest} to {MaxPrefixLength} letters: statement alone {Percentiles(statement)}, GET /api/users {Percentiles(search)} (goal: p99 under {Goal:F0} ms)"
            );
            isFast &= At(search, 0.99) < Goal;
        }

        return isFast;
    }

    private static async Task FillAsync(BenchServers servers)
    {
        var watch = Stopwatch.StartNew();
        await servers.ExecuteAsync(Fill.Replace("$1", Users.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        await servers.ExecuteAsync("insert into auth.user_roles (user_id, role) select id, 'user' from auth.users on conflict do nothing");
        await servers.ExecuteAsync(
            $"insert into auth.user_roles (user_id, role) select id, 'admin' from auth.users where email = '{AuthService.Email(Administrator)}'"
        );
        await servers.ExecuteAsync("vacuum (analyze) auth.users");
        await servers.ExecuteAsync("vacuum (analyze) auth.user_roles");
        await servers.ExecuteAsync("checkpoint");
        Rounds.Print($"{Users} users written in {watch.Elapsed.TotalSeconds:F0} s");
    }

    // The prefix of a random user.
    private static string Prefix(string field)
    {
        var digits = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.ASCII.GetBytes((Random.Shared.Next(Users) + 1).ToString(CultureInfo.InvariantCulture)))
        );
        var letters = string.Concat(digits.Select(digit => digit is >= '0' and <= '9' ? (char)(digit - '0' + 'g') : digit));
        return letters.Substring(field == "email" ? 0 : 8, Random.Shared.Next(Shortest, MaxPrefixLength + 1));
    }

    private static async Task MeasureAsync(string[] prefixes, List<double> milliseconds, Func<string, Task> once)
    {
        milliseconds.Clear();
        foreach (var prefix in prefixes)
        {
            var start = Stopwatch.GetTimestamp();
            await once(prefix);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        milliseconds.Sort();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string field, string prefix)
    {
        var (sql, parameters) = FoundUserTable.Statement(
            new UserFilter { Email = field == "email" ? prefix : null, Name = field == "name" ? prefix : null },
            new PageRequest<Guid>()
        );
        await using var command = source.CreateCommand(sql.In("auth"));
        command.Parameters.AddRange(parameters.ToArray());

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) { }
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private static string Percentiles(List<double> sorted) =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {At(sorted, 0.5):F2}, p99 {At(sorted, 0.99):F2} ms");
}
