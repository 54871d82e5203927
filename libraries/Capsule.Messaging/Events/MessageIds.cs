using System.Buffers.Binary;

namespace Capsule.Messaging;

/// <summary>
/// Creates version 7 UUIDs that strictly increase within the process, even within a millisecond and when the clock is set back. EF inserts
/// the rows of one SaveChanges in the order of their keys, which must be the order in which the events were published.
/// </summary>
internal sealed class MessageIds(TimeProvider timeProvider)
{
    private const int CounterLimit = 0xFFF;
    private readonly Lock _lock = new();
    private long _milliseconds;
    private int _counter;

    /// <summary>
    /// Returns the creation time in a message's identifier, to the millisecond; null when it is no version 7 UUID (RFC 9562).
    /// </summary>
    public static DateTimeOffset? TimeOf(Guid id)
    {
        if (id.Version != 7)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16) & 0xFFFF_FFFF_FFFF);
    }

    public Guid Next()
    {
        var (milliseconds, counter) = Advance();
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | (counter >> 8));
        bytes[7] = (byte)counter;
        return new Guid(bytes, bigEndian: true);
    }

    private (long Milliseconds, int Counter) Advance()
    {
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _milliseconds || _counter == CounterLimit)
            {
                _milliseconds = Math.Max(now, _milliseconds + 1);
                _counter = 0;
            }
            else
            {
                _counter++;
            }

            return (_milliseconds, _counter);
        }
    }
}
