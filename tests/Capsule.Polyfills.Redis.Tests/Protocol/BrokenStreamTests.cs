using Capsule.Polyfills.Redis.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using StackExchange.Redis;

namespace Capsule.Polyfills.Redis.Tests.Protocol;

/// <summary>End to end: whatever the server sends, every caller ends, and none has another's reply.</summary>
public class BrokenStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Replies_in_pieces_reach_their_callers() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed => InPiecesAsync(seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void Broken_replies_fail_callers_and_never_swap_them() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed => BrokenAsync(seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task<bool> InPiecesAsync(int seed)
    {
        var random = new Random(seed);
        await using var server = new ScriptedServer(async (asked, stream) =>
        {
            var reply = ScriptedServer.Bulk(ValueOf(asked.Arguments[0]));
            while (reply.Length > 0)
            {
                var piece = Math.Min(random.Next(1, 12), reply.Length);
                await stream.WriteAsync(reply.AsMemory(0, piece));
                reply = reply[piece..];
                if (random.Next(4) == 0)
                {
                    await Task.Yield();
                }
            }
        });
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync(server.Address);

        var outcomes = await AskAsync(multiplexer, 100);

        return outcomes.All(outcome => outcome.Value == ValueOf(outcome.Key));
    }

    private static async Task<bool> BrokenAsync(int seed)
    {
        var random = new Random(seed);
        var breakAt = random.Next(1, 60);
        var answered = 0;
        await using var server = new ScriptedServer(async (asked, stream) =>
        {
            var reply = ScriptedServer.Bulk(ValueOf(asked.Arguments[0]));
            var broken = Interlocked.Increment(ref answered) == breakAt;
            await stream.WriteAsync(broken ? Break(reply, random) : reply);
        });
        await using var multiplexer = await ConnectionMultiplexer.ConnectAsync($"{server.Address},asyncTimeout=1000");
        var everybodys = Enumerable.Range(0, 60).Select(number => ValueOf($"key{number}")).ToHashSet();

        var outcomes = await AskAsync(multiplexer, 60);

        // Bytes changed inside of a value cannot be noticed; but such a value is nobody's.
        return outcomes.All(outcome => outcome.Value is null || outcome.Value == ValueOf(outcome.Key) || !everybodys.Contains(outcome.Value));
    }

    private static async Task<(string Key, string? Value)[]> AskAsync(ConnectionMultiplexer multiplexer, int callers)
    {
        var database = multiplexer.GetDatabase();
        return await Task.WhenAll(Enumerable.Range(0, callers).Select(async number =>
        {
            var key = $"key{number}";
            try
            {
                return (key, (string?)await database.StringGetAsync(key).WaitAsync(Patience));
            }
            catch (Exception failure) when (failure is RedisException or RedisTimeoutException)
            {
                return (key, null);
            }
        }));
    }

    private static string ValueOf(string key) => $"{key}:{string.Concat(Enumerable.Repeat(key, 5))}";

    private static byte[] Break(byte[] reply, Random random)
    {
        // Never nothing at all: that a whole reply is missing cannot be seen, whatever the client does.
        var at = random.Next(1, reply.Length);
        var junk = new byte[random.Next(1, 20)];
        random.NextBytes(junk);
        return random.Next(5) switch
        {
            0 => reply[..at],
            1 => [.. reply[..at], .. junk, .. reply[at..]],
            2 => [.. reply[..at], .. junk, .. reply[Math.Min(at + junk.Length, reply.Length)..]],
            3 => [.. reply[..at], .. "\r\n"u8, .. reply[at..]],
            _ => [.. "*3\r\n"u8, .. reply],
        };
    }
}
