namespace Capsule.Messaging;

/// <summary>
/// Version 7 UUIDs that only ever grow within the process, also within a millisecond and when the clock is set back:
/// EF inserts rows of one SaveChanges in the order of their keys, and that must be the order in which events were published.
/// </summary>
internal sealed class MessageIds(TimeProvider time)
{
    private const int CounterLimit = 0xFFF;
    private readonly Lock _lock = new();
    private long _milliseconds;
    private int _counter;

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
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
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
