using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace StackExchange.Redis;

public readonly partial struct RedisValue
{
    /// <summary>Makes a value from an integer.</summary>
    public static implicit operator RedisValue(int value) => new(IntegerMark, value);

    /// <summary>Makes a value from an integer, or none.</summary>
    public static implicit operator RedisValue(int? value) => value is { } some ? some : Null;

    /// <summary>Makes a value from an integer.</summary>
    public static implicit operator RedisValue(long value) => new(IntegerMark, value);

    /// <summary>Makes a value from an integer, or none.</summary>
    public static implicit operator RedisValue(long? value) => value is { } some ? some : Null;

    /// <summary>Makes a value from an integer.</summary>
    public static implicit operator RedisValue(uint value) => new(IntegerMark, value);

    /// <summary>Makes a value from an integer.</summary>
    public static implicit operator RedisValue(ulong value) =>
        value <= long.MaxValue ? (RedisValue)(long)value : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes a value from a number; whole numbers become integers.</summary>
    public static implicit operator RedisValue(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1L << 53
            ? (RedisValue)(long)value
            : new RedisValue(DoubleMark, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Makes a value from a number, or none.</summary>
    public static implicit operator RedisValue(double? value) => value is { } some ? some : Null;

    /// <summary>Makes 1 or 0.</summary>
    public static implicit operator RedisValue(bool value) => value ? 1 : 0;

    /// <summary>Makes 1 or 0, or none.</summary>
    public static implicit operator RedisValue(bool? value) => value is { } some ? some : Null;

    /// <summary>Makes a value from text.</summary>
    public static implicit operator RedisValue(string? value) => new(value, 0);

    /// <summary>Makes a value from bytes, which are not copied.</summary>
    public static implicit operator RedisValue(byte[]? value) => new(value, value?.Length ?? 0);

    /// <summary>Makes a value from bytes.</summary>
    public static implicit operator RedisValue(Memory<byte> value) => (ReadOnlyMemory<byte>)value;

    /// <summary>Makes a value from bytes.</summary>
    public static implicit operator RedisValue(ReadOnlyMemory<byte> value) =>
        MemoryMarshal.TryGetArray(value, out var segment) && segment.Array is { } array
            ? new RedisValue(array, ((long)segment.Offset << 32) | (uint)segment.Count)
            : value.ToArray();

    /// <summary>The value as text.</summary>
    public static implicit operator string?(RedisValue value)
    {
        if (value._object is string text)
        {
            return text;
        }

        if (value._object is byte[] bytes)
        {
            return Encoding.UTF8.GetString(bytes, value.Offset, value.ByteCount);
        }

        Span<byte> digits = stackalloc byte[NumberRoom];
        return value.IsNull ? null : Encoding.ASCII.GetString(digits[..value.Encode(digits)]);
    }

    /// <summary>The value as bytes.</summary>
    public static implicit operator byte[]?(RedisValue value)
    {
        if (value._object is byte[] bytes && value.Offset == 0 && value.ByteCount == bytes.Length)
        {
            return bytes;
        }

        if (value.IsNull)
        {
            return null;
        }

        var copy = new byte[value.EncodedLength()];
        value.Encode(copy);
        return copy;
    }

    /// <summary>The value as bytes; empty when there is none.</summary>
    public static implicit operator ReadOnlyMemory<byte>(RedisValue value) => value.ToBytes();

    /// <summary>The value as true or false.</summary>
    public static explicit operator bool(RedisValue value) => value.ToString() switch
    {
        "" or "0" or "false" or "False" or "no" => false,
        "1" or "true" or "True" or "yes" => true,
        var text => throw new InvalidCastException($"Unable to cast from RedisValue to bool: '{text}'"),
    };

    /// <summary>The value as an integer; 0 when there is none.</summary>
    public static explicit operator int(RedisValue value) => checked((int)(long)value);

    /// <summary>The value as an integer; 0 when there is none.</summary>
    public static explicit operator long(RedisValue value) => value.IsNull ? 0 : value.TryParse(out long number)
        ? number
        : throw new InvalidCastException($"Unable to cast from RedisValue to long: '{value}'");

    /// <summary>The value as a number; 0 when there is none.</summary>
    public static explicit operator double(RedisValue value) => value.IsNull ? 0 : value.TryParse(out double number)
        ? number
        : throw new InvalidCastException($"Unable to cast from RedisValue to double: '{value}'");

    /// <summary>The value as true or false, or none.</summary>
    public static explicit operator bool?(RedisValue value) => value.IsNull ? null : (bool)value;

    /// <summary>The value as an integer, or none.</summary>
    public static explicit operator int?(RedisValue value) => value.IsNull ? null : (int)value;

    /// <summary>The value as an integer, or none.</summary>
    public static explicit operator long?(RedisValue value) => value.IsNull ? null : (long)value;

    /// <summary>The value as a number, or none.</summary>
    public static explicit operator double?(RedisValue value) => value.IsNull ? null : (double)value;

    /// <summary>The value as an integer, if it is one.</summary>
    public bool TryParse(out long val)
    {
        if (IsNumber || IsNull)
        {
            val = _object == DoubleMark ? (long)Double : _bits;
            return _object != DoubleMark || val == Double;
        }

        var bytes = ToBytes().Span;
        return Utf8Parser.TryParse(bytes, out val, out var used) && used == bytes.Length;
    }

    /// <summary>The value as an integer, if it is one that fits.</summary>
    public bool TryParse(out int val)
    {
        var parsed = TryParse(out long wide) && wide is >= int.MinValue and <= int.MaxValue;
        val = parsed ? (int)wide : 0;
        return parsed;
    }

    /// <summary>The value as a number, if it is one.</summary>
    public bool TryParse(out double val)
    {
        val = IsNull ? 0 : AsDouble();
        return IsNumber || IsNull || TryParseDouble(ToBytes().Span, out val);
    }
}
