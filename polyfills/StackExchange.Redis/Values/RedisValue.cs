namespace StackExchange.Redis;

/// <summary>A value: text, bytes, an integer, a floating-point number, or nothing.</summary>
public readonly partial struct RedisValue : IEquatable<RedisValue>, IComparable<RedisValue>, IComparable
{
    internal const int NumberRoom = 32;

    private static readonly object IntegerMark = new();
    private static readonly object DoubleMark = new();

    // Text or byte[] themselves; a mark for the numbers, whose bits are in _bits. For byte[] the bits are offset and length.
    private readonly object? _object;
    private readonly long _bits;

    private RedisValue(object? value, long bits)
    {
        _object = value;
        _bits = bits;
    }

    /// <summary>A value from text.</summary>
    public RedisValue(string value)
        : this(value, 0)
    {
    }

    /// <summary>An empty string.</summary>
    public static RedisValue EmptyString { get; } = new("", 0);

    /// <summary>No value.</summary>
    public static RedisValue Null => default;

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => _object is null;

    /// <summary>Whether the value is an integer, as number or as text.</summary>
    public bool IsInteger => Simplify()._object == IntegerMark;

    /// <summary>Whether there is no value or an empty one.</summary>
    public bool IsNullOrEmpty => IsNull || Length() == 0;

    /// <summary>Whether there is a value and it is not empty.</summary>
    public bool HasValue => !IsNullOrEmpty;

    private int Offset => (int)(_bits >> 32);

    private int ByteCount => (int)_bits;

    private double Double => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Whether both values are the same.</summary>
    public static bool operator ==(RedisValue x, RedisValue y) => x.Equals(y);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(RedisValue x, RedisValue y) => !x.Equals(y);

    /// <summary>Makes a value from an object of a type that converts to one; used for arguments given as objects.</summary>
    public static RedisValue Unbox(object? value) => value switch
    {
        null => Null,
        RedisValue redis => redis,
        string text => text,
        byte[] bytes => bytes,
        int number => number,
        long number => number,
        uint number => number,
        ulong number => number,
        double number => number,
        float number => number,
        bool flag => flag,
        Memory<byte> memory => memory,
        ReadOnlyMemory<byte> memory => memory,
        _ => throw new ArgumentException($"Unknown type: {value.GetType()}", nameof(value)),
    };

    /// <summary>The length in bytes.</summary>
    public long Length() => IsNull ? 0 : EncodedLength();

    /// <summary>The value as text; empty when there is none.</summary>
    public override string ToString() => (string?)this ?? "";

    /// <inheritdoc/>
    public bool Equals(RedisValue other)
    {
        if (IsNull || other.IsNull)
        {
            return IsNull && other.IsNull;
        }

        if (_object is string x && other._object is string y)
        {
            return x == y;
        }

        var (a, b) = (Simplify(), other.Simplify());
        if (a.IsNumber != b.IsNumber)
        {
            return false;
        }

        return a.IsNumber ? a.CompareNumbers(b) == 0 : a.ToBytes().Span.SequenceEqual(b.ToBytes().Span);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RedisValue other ? Equals(other) : obj is null && IsNull;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var simple = Simplify();
        if (simple.IsNull || simple.IsNumber)
        {
            return simple.IsNull ? -1 : simple.AsDouble().GetHashCode();
        }

        var hash = default(HashCode);
        hash.AddBytes(simple.ToBytes().Span);
        return hash.ToHashCode();
    }

    /// <summary>Orders numbers by value and everything else by its bytes; nothing comes first.</summary>
    public int CompareTo(RedisValue other)
    {
        if (IsNull || other.IsNull)
        {
            return IsNull.CompareTo(other.IsNull) * -1;
        }

        var (a, b) = (Simplify(), other.Simplify());
        return a.IsNumber && b.IsNumber ? a.CompareNumbers(b) : ToBytes().Span.SequenceCompareTo(other.ToBytes().Span);
    }

    int IComparable.CompareTo(object? obj) => CompareTo(obj is RedisValue other ? other : Unbox(obj));

    /// <summary>Whether the value begins with <paramref name="value"/>.</summary>
    public bool StartsWith(RedisValue value) => !IsNull && !value.IsNull && ToBytes().Span.StartsWith(value.ToBytes().Span);

    private bool IsNumber => _object == IntegerMark || _object == DoubleMark;

    private int CompareNumbers(RedisValue other) => _object == IntegerMark && other._object == IntegerMark
        ? _bits.CompareTo(other._bits)
        : AsDouble().CompareTo(other.AsDouble());

    private double AsDouble() => _object == IntegerMark ? _bits : Double;

    private ReadOnlyMemory<byte> ToBytes() => _object is byte[] bytes
        ? new ReadOnlyMemory<byte>(bytes, Offset, ByteCount)
        : (byte[]?)this ?? ReadOnlyMemory<byte>.Empty;
}
