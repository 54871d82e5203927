using Capsule.Bench;
using Capsule.Bench.Auth;

// Measures auth's most frequent operations next to the limit of machine and PostgreSQL: tokens, logins, refresh, clients, sessions, search.
string[] parts = ["tokens", "logins", "refresh", "clients", "sessions", "search"];
if (args is [BareServer.Verb, var database, var authority])
{
    await BareServer.RunAsync(database, authority);
    return 0;
}

if (args.Except(parts).Any())
{
    Console.WriteLine($"dotnet run -c Release --project bench/Capsule.Bench.Auth [-- {string.Join(" | ", parts)} …]");
    Console.WriteLine("Measures the parts that are named, or all; ends with 1 when one misses its goal.");
    return args.Contains("--help") ? 0 : 2;
}

Machine.PrintHeader(
    "auth",
    $"dotnet run -c Release --project bench/Capsule.Bench.Auth{(args.Length > 0 ? " -- " : "")}{string.Join(' ', args)}"
);
Console.WriteLine($"load before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
await using var servers = await BenchServers.StartAsync();
var isGood = true;
if (Has("tokens"))
{
    isGood &= await TokenPart.RunAsync(servers);
}

if (parts.Skip(1).Any(Has))
{
    await using var auth = await AuthService.StartAsync(servers);
    await using var bare = await BareService.StartAsync(servers, auth);
    isGood &= !Has("logins") || await LoginPart.RunAsync(auth);
    isGood &= !Has("refresh") || await RefreshPart.RunAsync(servers, auth, bare);
    isGood &= !Has("clients") || await ClientPart.RunAsync(servers, auth, bare);
    isGood &= !Has("sessions") || await SessionPart.RunAsync(servers, auth, bare);
    isGood &= !Has("search") || await SearchPart.RunAsync(servers, auth);
}

return isGood ? 0 : 1;

bool Has(string part) => args.Length == 0 || args.Contains(part);
