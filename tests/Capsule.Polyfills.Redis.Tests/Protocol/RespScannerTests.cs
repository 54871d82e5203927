using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StackExchange.Redis;
using StackExchange.Redis.Protocol;

namespace Capsule.Polyfills.Redis.Tests.Protocol;

public class RespScannerTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_reply_is_found_whole_however_it_is_split() => Prop.ForAll(
        Replies.Valid.ToArbitrary(),
        Gen.Choose(1, 9).ToArbitrary(),
        (reply, piece) =>
        {
            var bytes = (byte[])[.. reply, .. "+next\r\n"u8];

            return ScanInPieces(bytes, piece) == new Outcome(reply.Length, false);
        }).Check(Many);

    [Fact]
    public void Any_bytes_give_the_same_outcome_however_they_are_split() => Prop.ForAll(
        Replies.Broken.ToArbitrary(),
        Gen.Choose(1, 9).ToArbitrary(),
        (bytes, piece) => ScanInPieces(bytes, piece) == ScanInPieces(bytes, int.MaxValue)).Check(Many);

    [Fact]
    public void Whatever_the_scanner_accepts_can_be_read_or_is_refused_as_unexpected() => Prop.ForAll(
        Replies.Broken.ToArbitrary(),
        bytes =>
        {
            var found = ScanInPieces(bytes, int.MaxValue);
            if (found.End < 0)
            {
                return true;
            }

            return ReadsOrRefuses(Reply.Value, bytes) & ReadsOrRefuses(Reply.Integer, bytes) & ReadsOrRefuses(Reply.NumberOrNull, bytes)
                & ReadsOrRefuses(Reply.Values, bytes) & ReadsOrRefuses(Reply.HashEntries, bytes)
                & ReadsOrRefuses(Reply.SortedSetEntries, bytes) & ReadsOrRefuses(Reply.Result, bytes) & ReadsOrRefuses(Reply.Done, bytes);
        }).Check(Many);

    [Theory]
    [InlineData("?1\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$\r\n")]
    [InlineData(":-\r\n")]
    [InlineData(":12a\r\n")]
    [InlineData(":9223372036854775808\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("*99999999999\r\n")]
    [InlineData("$3\r\nabcd\r\n")]
    [InlineData("+a\nb\r\n")]
    [InlineData("+a\rb\r\n")]
    [InlineData("*1\r\n\r\n")]
    public void What_is_not_RESP_is_refused(string bytes) =>
        Assert.True(ScanInPieces(Encoding.ASCII.GetBytes(bytes), int.MaxValue).Refused);

    [Fact]
    public void Arrays_may_not_nest_without_end()
    {
        var deep = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", RespScanner.MaxDepth + 1)) + ":1\r\n");
        var allowed = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", RespScanner.MaxDepth)) + ":1\r\n");

        Assert.True(ScanInPieces(deep, int.MaxValue).Refused);
        Assert.Equal(allowed.Length, ScanInPieces(allowed, int.MaxValue).End);
    }

    [Fact]
    public void The_extremes_of_integers_are_read()
    {
        foreach (var number in new[] { long.MinValue, -1, 0, long.MaxValue })
        {
            var bytes = Encoding.ASCII.GetBytes($":{number}\r\n");
            var reader = new RespReader(bytes);
            reader.Read();

            Assert.Equal(bytes.Length, ScanInPieces(bytes, 1).End);
            Assert.Equal(number, reader.ReadInteger());
        }
    }

    private static bool ReadsOrRefuses<T>(Reply<T> reply, byte[] bytes)
    {
        try
        {
            var reader = new RespReader(bytes);
            reader.Read();
            if (!reader.IsError)
            {
                _ = reply.Read(ref reader);
            }

            return true;
        }
        catch (RespProtocolException)
        {
            return true;
        }
        catch (RedisServerException)
        {
            return true;
        }
    }

    private static Outcome ScanInPieces(byte[] bytes, int piece)
    {
        var scanner = default(RespScanner);
        try
        {
            for (var begin = 0; begin < bytes.Length; begin += Math.Min(piece, bytes.Length))
            {
                var at = 0;
                if (scanner.Scan(bytes.AsSpan(begin, Math.Min(piece, bytes.Length - begin)), ref at))
                {
                    return new Outcome(begin + at, false);
                }
            }

            return new Outcome(-1, false);
        }
        catch (RespProtocolException)
        {
            return new Outcome(-1, true);
        }
    }

    private sealed record Outcome(int End, bool Refused);
}
