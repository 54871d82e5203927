using System.Text;

namespace StackExchange.Redis;

/// <summary>A key: text (sent as UTF-8) or bytes.</summary>
public readonly struct RedisKey : IEquatable<RedisKey>
{
    private readonly object? _value;

    /// <summary>A key from text.</summary>
    public RedisKey(string? key) => _value = key;

    private RedisKey(byte[]? key) => _value = key;

    internal bool IsNull => _value is null;

    /// <summary>Makes a key from text.</summary>
    public static implicit operator RedisKey(string? key) => new(key);

    /// <summary>Makes a key from bytes.</summary>
    public static implicit operator RedisKey(byte[]? key) => new(key);

    /// <summary>The key as bytes.</summary>
    public static implicit operator byte[]?(RedisKey key) => key._value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        _ => null,
    };

    /// <summary>The key as text.</summary>
    public static implicit operator string?(RedisKey key) => key._value switch
    {
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => null,
    };

    /// <summary>Whether both keys are the same bytes.</summary>
    public static bool operator ==(RedisKey x, RedisKey y) => x.Equals(y);

    /// <summary>Whether the keys differ.</summary>
    public static bool operator !=(RedisKey x, RedisKey y) => !x.Equals(y);

    /// <summary>The two keys one after the other.</summary>
    public static RedisKey operator +(RedisKey x, RedisKey y) => x.Append(y);

    /// <summary>This key with <paramref name="prefix"/> before it.</summary>
    public RedisKey Prepend(RedisKey prefix) => prefix.Append(this);

    /// <summary>This key with <paramref name="suffix"/> after it.</summary>
    public RedisKey Append(RedisKey suffix)
    {
        if (IsNull || suffix.IsNull)
        {
            return IsNull ? suffix : this;
        }

        return _value is string x && suffix._value is string y ? new RedisKey(x + y) : new RedisKey([.. (byte[])this!, .. (byte[])suffix!]);
    }

    /// <inheritdoc/>
    public bool Equals(RedisKey other) => AsRedisValueOrNull().Equals(other.AsRedisValueOrNull());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj switch
    {
        RedisKey key => Equals(key),
        string text => Equals((RedisKey)text),
        byte[] bytes => Equals((RedisKey)bytes),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => AsRedisValueOrNull().GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => (string?)this ?? "(null)";

    /// <exception cref="ArgumentException">The key is null.</exception>
    internal RedisValue AsRedisValue() =>
        IsNull ? throw new ArgumentException("A null key is not valid in this context") : AsRedisValueOrNull();

    private RedisValue AsRedisValueOrNull() => _value is string text ? (RedisValue)text : (byte[]?)_value;
}
