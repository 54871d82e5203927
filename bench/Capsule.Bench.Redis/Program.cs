using Capsule.Bench.Redis;

// Rate of 50 concurrent callers on one connection beside that of redis-benchmark with 50 connections, on the same server.
var seconds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 5;
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 3;

Console.WriteLine($"date     {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC");
Console.WriteLine($"machine  {Machine.Describe()}");
Console.WriteLine($"command  dotnet run -c Release --project bench/Capsule.Bench.Redis -- {seconds} {rounds}");
Console.WriteLine();

await using var server = await BenchServer.StartAsync();
await using var client = await ClientBench.ConnectAsync(server.Port);
await client.WarmUpAsync();

var failed = false;
foreach (var command in new[] { BenchCommand.Set, BenchCommand.Get })
{
    var rates = new List<(double Reference, ClientResult Client)>();
    for (var round = 0; round < rounds; round++)
    {
        var reference = await ReferenceBench.RunAsync(server.Port, command, seconds);
        rates.Add((reference, await client.RunAsync(command, TimeSpan.FromSeconds(seconds))));
    }

    // The median round by ratio: one disturbed round does not decide.
    var (benchmark, result) = rates.OrderBy(rate => rate.Client.PerSecond / rate.Reference).ElementAt(rounds / 2);
    var ratio = result.PerSecond / benchmark;
    failed |= ratio < 1 || result.BytesPerCommand > result.ResultBytes + 1;
    Console.WriteLine(
        $"{command.ToString().ToUpperInvariant(),-4} redis-benchmark -c 50 -P 1 {benchmark,9:F0}/s   client, 50 callers {result.PerSecond,9:F0}/s   "
        + $"ratio {ratio:F2}   {result.BytesPerCommand:F0} bytes allocated per command ({result.ResultBytes} of them task and result)");
}

return failed ? 1 : 0;
