namespace StackExchange.Redis.Protocol;

/// <summary>Finds where a reply ends, from pieces that may be cut anywhere; looks at every byte of the structure once.</summary>
internal partial struct RespScanner
{
    /// <summary>How deep arrays may nest.</summary>
    public const int MaxDepth = 32;

    /// <summary>The largest bulk string, in bytes: what a Redis server accepts by default.</summary>
    public const long MaxBulk = 512L * 1024 * 1024;

    private const int MaxLine = 64 * 1024;

    private Stage _stage;
    private byte _type;
    private bool _negative;
    private int _lineLength;
    private long _number;
    private long _payload;
    private int _depth;
    private Remaining _remaining;

    private enum Stage : byte
    {
        Type,
        Line,
        LineFeed,
        Payload,
        PayloadReturn,
        PayloadFeed,
    }

    /// <summary>Goes on from <paramref name="at"/>; true when the reply is whole and ends before the new <paramref name="at"/>.</summary>
    /// <exception cref="RespProtocolException">The bytes are not RESP2.</exception>
    public bool Scan(ReadOnlySpan<byte> data, ref int at)
    {
        while (at < data.Length)
        {
            switch (_stage)
            {
                case Stage.Type:
                    Begin(data[at++]);
                    break;
                case Stage.Line:
                    ReadLine(data, ref at);
                    break;
                case Stage.LineFeed:
                    Expect(data[at++], (byte)'\n');
                    if (EndLine())
                    {
                        return true;
                    }

                    break;
                case Stage.Payload:
                    var take = (int)Math.Min(_payload, data.Length - at);
                    at += take;
                    _payload -= take;
                    _stage = _payload == 0 ? Stage.PayloadReturn : Stage.Payload;
                    break;
                case Stage.PayloadReturn:
                    Expect(data[at++], (byte)'\r');
                    _stage = Stage.PayloadFeed;
                    break;
                default:
                    Expect(data[at++], (byte)'\n');
                    if (EndValue())
                    {
                        return true;
                    }

                    break;
            }
        }

        return false;
    }

    private void Begin(byte type)
    {
        if (type is not ((byte)'+' or (byte)'-' or (byte)':' or (byte)'$' or (byte)'*'))
        {
            throw new RespProtocolException($"A reply cannot begin with byte 0x{type:x2}.");
        }

        _type = type;
        _number = 0;
        _negative = false;
        _lineLength = 0;
        _stage = Stage.Line;
    }

    private void ReadLine(ReadOnlySpan<byte> data, ref int at)
    {
        var numeric = _type is (byte)':' or (byte)'$' or (byte)'*';
        while (at < data.Length)
        {
            var next = data[at++];
            if (next == (byte)'\r')
            {
                _stage = Stage.LineFeed;
                return;
            }

            if (++_lineLength > MaxLine)
            {
                throw new RespProtocolException("A line of a reply is too long.");
            }

            if (numeric)
            {
                AddDigit(next);
            }
            else if (next == (byte)'\n')
            {
                throw new RespProtocolException("A line of a reply ends without a carriage return.");
            }
        }
    }

    private void AddDigit(byte next)
    {
        if (next == (byte)'-' && _lineLength == 1)
        {
            _negative = true;
            return;
        }

        // Built up as a negative number, because that range is the larger one.
        var digit = next - (byte)'0';
        if ((uint)digit > 9 || _number < (long.MinValue + digit) / 10)
        {
            throw new RespProtocolException($"A reply has byte 0x{next:x2} where a number was expected.");
        }

        _number = (_number * 10) - digit;
    }

    private static void Expect(byte found, byte expected)
    {
        if (found != expected)
        {
            throw new RespProtocolException($"A reply has byte 0x{found:x2} where 0x{expected:x2} was expected.");
        }
    }
}
