namespace StackExchange.Redis.Protocol;

/// <summary>Makes a result from a reply that is not an error.</summary>
internal abstract class Reply<T>
{
    /// <summary>The result; the reader stands on the reply's first value.</summary>
    /// <exception cref="RespProtocolException">The reply is not of the kind that the command has.</exception>
    public abstract T Read(ref RespReader reader);
}

/// <summary>The kinds of replies.</summary>
internal static class Reply
{
    public delegate T Reading<T>(ref RespReader reader);

    /// <summary>A single value or null.</summary>
    public static readonly Reply<RedisValue> Value = new Of<RedisValue>((ref RespReader reader) => reader.ReadValue());

    /// <summary>An integer.</summary>
    public static readonly Reply<long> Integer = new Of<long>((ref RespReader reader) => reader.ReadInteger());

    /// <summary>An integer; true unless it is zero or less.</summary>
    public static readonly Reply<bool> Positive = new Of<bool>((ref RespReader reader) => reader.ReadInteger() > 0);

    /// <summary>True for a text (OK), false for null: the reply of SET.</summary>
    public static readonly Reply<bool> Done = new Of<bool>(ReadDone);

    /// <summary>Anything that is not an error; for commands without a result.</summary>
    public static readonly Reply<bool> Any = new Of<bool>((ref RespReader _) => true);

    /// <summary>A number as text.</summary>
    public static readonly Reply<double> Number = new Of<double>((ref RespReader reader) => ReadNumber(ref reader) ?? 0);

    /// <summary>A number as text, or null.</summary>
    public static readonly Reply<double?> NumberOrNull = new Of<double?>(ReadNumber);

    /// <summary>An integer, or null.</summary>
    public static readonly Reply<long?> IntegerOrNull = new Of<long?>((ref RespReader reader) => reader.IsNull ? null : reader.ReadInteger());

    /// <summary>Milliseconds; none when negative.</summary>
    public static readonly Reply<TimeSpan?> Milliseconds = new Of<TimeSpan?>(ReadMilliseconds);

    /// <summary>The name of a type.</summary>
    public static readonly Reply<RedisType> Type = new Of<RedisType>(ReadType);

    /// <summary>An array of values; null is an empty one.</summary>
    public static readonly Reply<RedisValue[]> Values = new Of<RedisValue[]>(ReadValues);

    /// <summary>An array of integers, true unless zero.</summary>
    public static readonly Reply<bool[]> Flags = new Of<bool[]>((ref RespReader reader) =>
        Array.ConvertAll(ReadValues(ref reader), value => (long)value > 0));

    /// <summary>An array of fields and values by turns.</summary>
    public static readonly Reply<HashEntry[]> HashEntries = new Of<HashEntry[]>(ReadHashEntries);

    /// <summary>An array of members and scores by turns.</summary>
    public static readonly Reply<SortedSetEntry[]> SortedSetEntries = new Of<SortedSetEntry[]>(ReadSortedSetEntries);

    /// <summary>A reply of any shape.</summary>
    public static readonly Reply<RedisResult> Result = new Of<RedisResult>(ReadResult);

    private static bool ReadDone(ref RespReader reader) => reader.Type switch
    {
        (byte)'+' => true,
        (byte)'$' when reader.IsNull => false,
        _ => throw reader.Unexpected("OK or null"),
    };

    private static RedisType ReadType(ref RespReader reader) => reader.ReadValue().ToString() switch
    {
        "none" => RedisType.None,
        "string" => RedisType.String,
        "list" => RedisType.List,
        "set" => RedisType.Set,
        "zset" => RedisType.SortedSet,
        "hash" => RedisType.Hash,
        "stream" => RedisType.Stream,
        _ => RedisType.Unknown,
    };

    private static double? ReadNumber(ref RespReader reader)
    {
        var value = reader.ReadValue();
        return value.TryParse(out double number) ? (value.IsNull ? null : number) : throw reader.Unexpected("a number");
    }

    private static TimeSpan? ReadMilliseconds(ref RespReader reader)
    {
        var milliseconds = reader.ReadInteger();
        return milliseconds < 0 ? null : TimeSpan.FromTicks(Math.Min(milliseconds, TimeSpan.MaxValue.Ticks / 10_000) * 10_000);
    }

    private static RedisValue[] ReadValues(ref RespReader reader)
    {
        if (!reader.IsArray)
        {
            throw reader.Unexpected("an array");
        }

        var values = new RedisValue[reader.Count];
        for (var i = 0; i < values.Length; i++)
        {
            reader.Read();
            values[i] = reader.ReadValue();
        }

        return values;
    }

    private static HashEntry[] ReadHashEntries(ref RespReader reader)
    {
        var values = ReadValues(ref reader);
        var entries = new HashEntry[values.Length / 2];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new HashEntry(values[2 * i], values[(2 * i) + 1]);
        }

        return entries;
    }

    private static SortedSetEntry[] ReadSortedSetEntries(ref RespReader reader)
    {
        var values = ReadValues(ref reader);
        var entries = new SortedSetEntry[values.Length / 2];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = values[(2 * i) + 1].TryParse(out double score)
                ? new SortedSetEntry(values[2 * i], score)
                : throw reader.Unexpected("a score");
        }

        return entries;
    }

    private static RedisResult ReadResult(ref RespReader reader)
    {
        if (reader.IsError)
        {
            return RedisResult.Error(reader.ReadText());
        }

        if (!reader.IsArray)
        {
            var type = reader.Type switch
            {
                (byte)'+' => ResultType.SimpleString,
                (byte)':' => ResultType.Integer,
                _ => ResultType.BulkString,
            };
            return RedisResult.Create(reader.ReadValue(), type);
        }

        if (reader.IsNull)
        {
            return RedisResult.NullArray();
        }

        // The scanner has limited the depth.
        var elements = new RedisResult[reader.Count];
        for (var i = 0; i < elements.Length; i++)
        {
            reader.Read();
            elements[i] = ReadResult(ref reader);
        }

        return RedisResult.Create(elements);
    }

    private sealed class Of<T>(Reading<T> read) : Reply<T>
    {
        public override T Read(ref RespReader reader) => read(ref reader);
    }
}
