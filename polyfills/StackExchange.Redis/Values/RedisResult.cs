namespace StackExchange.Redis;

/// <summary>A reply of any shape: of a script, or of a command given by name.</summary>
public abstract class RedisResult
{
    private protected RedisResult(ResultType type) => Resp2Type = type;

    /// <summary>The reply's type.</summary>
    public ResultType Resp2Type { get; }

    /// <summary>The number of elements of an array; -1 otherwise.</summary>
    public virtual int Length => -1;

    /// <summary>Whether the reply is null.</summary>
    public abstract bool IsNull { get; }

    /// <summary>The element at <paramref name="index"/> of an array.</summary>
    public virtual RedisResult this[int index] => throw new InvalidOperationException("Indexers can only be used on array results");

    /// <summary>The reply as text.</summary>
    public static explicit operator string?(RedisResult? result) => result?.Single();

    /// <summary>The reply as bytes.</summary>
    public static explicit operator byte[]?(RedisResult? result) => result?.Single();

    /// <summary>The reply as a number.</summary>
    public static explicit operator double(RedisResult result) => (double)Some(result).Single();

    /// <summary>The reply as an integer.</summary>
    public static explicit operator long(RedisResult result) => (long)Some(result).Single();

    /// <summary>The reply as an integer.</summary>
    public static explicit operator int(RedisResult result) => (int)Some(result).Single();

    /// <summary>The reply as true or false.</summary>
    public static explicit operator bool(RedisResult result) => (bool)Some(result).Single();

    /// <summary>The reply as a value.</summary>
    public static explicit operator RedisValue(RedisResult? result) => result?.Single() ?? RedisValue.Null;

    /// <summary>The reply as a key.</summary>
    public static explicit operator RedisKey(RedisResult? result) => (byte[]?)(result?.Single() ?? RedisValue.Null);

    /// <summary>The reply as a number, or none.</summary>
    public static explicit operator double?(RedisResult? result) => (double?)(RedisValue)result;

    /// <summary>The reply as an integer, or none.</summary>
    public static explicit operator long?(RedisResult? result) => (long?)(RedisValue)result;

    /// <summary>The reply as an integer, or none.</summary>
    public static explicit operator int?(RedisResult? result) => (int?)(RedisValue)result;

    /// <summary>The reply as true or false, or none.</summary>
    public static explicit operator bool?(RedisResult? result) => (bool?)(RedisValue)result;

    /// <summary>The array's elements as text.</summary>
    public static explicit operator string?[]?(RedisResult? result) => result?.All(one => (string?)one);

    /// <summary>The array's elements as integers.</summary>
    public static explicit operator long[]?(RedisResult? result) => result?.All(one => (long)one);

    /// <summary>The array's elements as integers.</summary>
    public static explicit operator int[]?(RedisResult? result) => result?.All(one => (int)one);

    /// <summary>The array's elements as numbers.</summary>
    public static explicit operator double[]?(RedisResult? result) => result?.All(one => (double)one);

    /// <summary>The array's elements as values.</summary>
    public static explicit operator RedisValue[]?(RedisResult? result) => result?.All(one => (RedisValue)one);

    /// <summary>The array's elements.</summary>
    public static explicit operator RedisResult[]?(RedisResult? result) => result?.All(one => one);

    /// <summary>Makes a reply from a value.</summary>
    public static RedisResult Create(RedisValue value, ResultType? resultType = null) => new SingleResult(
        value, value.IsNull ? ResultType.Null : resultType ?? (value.IsInteger ? ResultType.Integer : ResultType.BulkString));

    /// <summary>Makes an array from values.</summary>
    public static RedisResult Create(RedisValue[] values) => Create(Array.ConvertAll(values, one => Create(one)));

    /// <summary>Makes an array from replies.</summary>
    public static RedisResult Create(RedisResult[] values) => new ArrayResult(values);

    /// <summary>The array's elements by twos, as names and values.</summary>
    public Dictionary<string, RedisResult> ToDictionary(IEqualityComparer<string>? comparer = null)
    {
        var elements = (RedisResult[]?)this ?? [];
        var named = new Dictionary<string, RedisResult>(elements.Length / 2, comparer);
        for (var i = 0; i + 1 < elements.Length; i += 2)
        {
            named[elements[i].ToString()] = elements[i + 1];
        }

        return named;
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Text() ?? "";

    internal static RedisResult Error(string message) => new ErrorResult(message);

    internal static RedisResult NullArray() => new ArrayResult(null);

    private protected abstract string? Text();

    private protected abstract RedisValue Single();

    private protected abstract T[]? All<T>(Func<RedisResult, T> convert);

    private static RedisResult Some(RedisResult result) => result ?? throw new ArgumentNullException(nameof(result));

    private sealed class SingleResult(RedisValue value, ResultType type) : RedisResult(type)
    {
        public override bool IsNull => value.IsNull;

        private protected override string? Text() => value;

        private protected override RedisValue Single() => value;

        private protected override T[]? All<T>(Func<RedisResult, T> convert) => IsNull ? null : [convert(this)];
    }

    private sealed class ArrayResult(RedisResult[]? values) : RedisResult(values is null ? ResultType.Null : ResultType.Array)
    {
        public override int Length => values?.Length ?? -1;

        public override bool IsNull => values is null;

        public override RedisResult this[int index] => values![index];

        private protected override string? Text() => values is null ? "(nil)" : $"{values.Length} element(s)";

        private protected override RedisValue Single() => values switch
        {
            null => RedisValue.Null,
            [var only] => only.Single(),
            _ => throw new InvalidCastException($"An array of {values.Length} elements is not a single value."),
        };

        private protected override T[]? All<T>(Func<RedisResult, T> convert) =>
            values is null ? null : Array.ConvertAll(values, one => convert(one));
    }

    private sealed class ErrorResult(string message) : RedisResult(ResultType.Error)
    {
        public override bool IsNull => false;

        private protected override string? Text() => message;

        private protected override RedisValue Single() => throw new RedisServerException(message);

        private protected override T[]? All<T>(Func<RedisResult, T> convert) => throw new RedisServerException(message);
    }
}
