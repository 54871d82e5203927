using System.Buffers.Text;
using System.Text;

namespace StackExchange.Redis.Protocol;

/// <summary>Walks over the values of one whole reply.</summary>
internal ref struct RespReader(ReadOnlySpan<byte> reply)
{
    private readonly ReadOnlySpan<byte> _reply = reply;
    private int _at;

    /// <summary>The first byte of the current value.</summary>
    public byte Type { get; private set; }

    /// <summary>The bytes of a string or an error, the digits of an integer.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The number of elements of an array.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the value is a null string or a null array.</summary>
    public bool IsNull { get; private set; }

    public readonly bool IsError => Type == (byte)'-';

    public readonly bool IsArray => Type == (byte)'*';

    /// <summary>Moves to the next value; an array's elements follow it.</summary>
    public void Read()
    {
        Type = _reply[_at];
        var rest = _reply[(_at + 1)..];
        var end = rest.IndexOf((byte)'\r');
        var line = rest[..end];
        _at += end + 3;
        IsNull = false;
        Count = 0;
        if (Type is (byte)'$' or (byte)'*')
        {
            // The scanner has seen that it is a number.
            IsNull = !Utf8Parser.TryParse(line, out int length, out _) || length < 0;
            line = default;
            if (Type == (byte)'*')
            {
                Count = Math.Max(length, 0);
            }
            else if (length >= 0)
            {
                line = _reply.Slice(_at, length);
                _at += length + 2;
            }
        }

        Payload = line;
    }

    /// <exception cref="RespProtocolException">The current value is not an integer.</exception>
    public readonly long ReadInteger()
    {
        if (Type is (byte)'*' or (byte)'-' || !Utf8Parser.TryParse(Payload, out long value, out var used) || used != Payload.Length)
        {
            throw Unexpected("an integer");
        }

        return value;
    }

    /// <exception cref="RespProtocolException">The current value is an array or an error.</exception>
    public readonly RedisValue ReadValue() => Type switch
    {
        (byte)':' => ReadInteger(),
        (byte)'$' => IsNull ? RedisValue.Null : Payload.Length == 0 ? RedisValue.EmptyString : (RedisValue)Payload.ToArray(),
        (byte)'+' => Encoding.UTF8.GetString(Payload),
        (byte)'*' when IsNull => RedisValue.Null,
        _ => throw Unexpected("a single value"),
    };

    public readonly string ReadText() => Encoding.UTF8.GetString(Payload);

    /// <summary>The error for a reply that the command cannot have.</summary>
    public readonly RespProtocolException Unexpected(string expected) =>
        new($"Unexpected reply of type '{(char)Type}' where {expected} was expected.");
}
