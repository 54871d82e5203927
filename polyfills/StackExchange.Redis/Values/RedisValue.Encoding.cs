using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace StackExchange.Redis;

public readonly partial struct RedisValue
{
    /// <summary>At most this many bytes; cheap to tell.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    internal long EncodedLimit() => _object switch
    {
        string text => (long)text.Length * 3,
        byte[] => ByteCount,
        null => throw new ArgumentException("A null value is not valid in this context"),
        _ => NumberRoom,
    };

    internal int EncodedLength()
    {
        if (_object is string text)
        {
            return Encoding.UTF8.GetByteCount(text);
        }

        if (_object is byte[])
        {
            return ByteCount;
        }

        Span<byte> digits = stackalloc byte[NumberRoom];
        return Encode(digits);
    }

    /// <summary>Writes the value's bytes; returns how many.</summary>
    internal int Encode(Span<byte> span)
    {
        if (_object is string text)
        {
            return Encoding.UTF8.GetBytes(text, span);
        }

        if (_object is byte[] bytes)
        {
            bytes.AsSpan(Offset, ByteCount).CopyTo(span);
            return ByteCount;
        }

        int written;
        if (_object == IntegerMark)
        {
            Utf8Formatter.TryFormat(_bits, span, out written);
        }
        else if (double.IsInfinity(Double))
        {
            (Double > 0 ? "+inf"u8 : "-inf"u8).CopyTo(span);
            written = 4;
        }
        else
        {
            Double.TryFormat(span, out written, "R", CultureInfo.InvariantCulture);
        }

        return written;
    }

    internal bool TryGetText([NotNullWhen(true)] out string? text) => (text = _object as string) is not null;

    internal bool TryGetBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = _object is byte[] array ? array.AsSpan(Offset, ByteCount) : default;
        return _object is byte[];
    }

    /// <summary>The number that text or bytes spell in its canonical form; otherwise the value itself.</summary>
    private RedisValue Simplify()
    {
        if (IsNull || IsNumber || EncodedLimit() > NumberRoom * 3)
        {
            return this;
        }

        var length = EncodedLength();
        if (length is 0 or > NumberRoom)
        {
            return this;
        }

        Span<byte> bytes = stackalloc byte[NumberRoom];
        Span<byte> canonical = stackalloc byte[NumberRoom];
        bytes = bytes[..Encode(bytes)];
        if (Utf8Parser.TryParse(bytes, out long number, out var used) && used == bytes.Length)
        {
            return bytes.SequenceEqual(canonical[..((RedisValue)number).Encode(canonical)]) ? number : this;
        }

        return TryParseDouble(bytes, out var floating) && bytes.SequenceEqual(canonical[..((RedisValue)floating).Encode(canonical)])
            ? floating
            : this;
    }

    private static bool TryParseDouble(ReadOnlySpan<byte> bytes, out double value)
    {
        if (bytes.SequenceEqual("inf"u8) || bytes.SequenceEqual("+inf"u8))
        {
            value = double.PositiveInfinity;
            return true;
        }

        if (bytes.SequenceEqual("-inf"u8))
        {
            value = double.NegativeInfinity;
            return true;
        }

        return double.TryParse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
