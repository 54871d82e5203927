using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Capsule.Polyfills.Redis.Tests.Protocol;

/// <summary>Replies as a server sends them, and as it does not.</summary>
internal static class Replies
{
    public static Gen<byte[]> Valid { get; } = Gen.Sized(size => OfSize(Math.Min(size, 20)));

    /// <summary>Replies with bytes changed, taken out or put in; and bytes that never were one.</summary>
    public static Gen<byte[]> Broken { get; } = Gen.OneOf(
        Valid,
        Gen.Choose(0, 255).ArrayOf().Select(numbers => Array.ConvertAll(numbers, number => (byte)number)),
        from parts in Gen.Elements("*2\r\n", "$3\r\n", "abc", "\r\n", ":", "-", "1", "+OK\r\n", "$-1\r\n", "*-1\r\n", "\r", "\n", "*0\r\n").ArrayOf()
        select Encoding.ASCII.GetBytes(string.Concat(parts)),
        from reply in Valid
        from at in Gen.Choose(0, reply.Length - 1)
        from with in Gen.Choose(0, 255)
        from way in Gen.Choose(0, 2)
        select way switch
        {
            0 => (byte[])[.. reply[..at], (byte)with, .. reply[(at + 1)..]],
            1 => [.. reply[..at], .. reply[(at + 1)..]],
            _ => [.. reply[..at], (byte)with, .. reply[at..]],
        });

    private static Gen<byte[]> OfSize(int size)
    {
        var text = Gen.Elements("", "OK", "some text", "ERR wrong", "12").Select(Encoding.ASCII.GetBytes);
        var single = Gen.OneOf(
            text.Select(line => (byte[])[(byte)'+', .. line, .. "\r\n"u8]),
            text.Select(line => (byte[])[(byte)'-', .. line, .. "\r\n"u8]),
            Gen.Choose(int.MinValue, int.MaxValue).Select(number => Encoding.ASCII.GetBytes($":{number}\r\n")),
            Gen.Choose(0, 255).ArrayOf().Select(payload => Bulk(Array.ConvertAll(payload, number => (byte)number))),
            Gen.Elements("$-1\r\n", "*-1\r\n", "*0\r\n", "$0\r\n\r\n").Select(Encoding.ASCII.GetBytes));
        return size <= 1
            ? single
            : Gen.Frequency(
                (3, single),
                (1, from count in Gen.Choose(1, 4) from elements in OfSize(size / count / 2).ArrayOf(count) select Sequence(elements)));
    }

    private static byte[] Bulk(byte[] payload) => [.. Encoding.ASCII.GetBytes($"${payload.Length}\r\n"), .. payload, .. "\r\n"u8];

    private static byte[] Sequence(byte[][] elements) =>
        [.. Encoding.ASCII.GetBytes($"*{elements.Length}\r\n"), .. elements.SelectMany(element => element)];
}
