using System.Text;

namespace StackExchange.Redis;

/// <summary>The name of a pub/sub channel, or a pattern of names.</summary>
public readonly struct RedisChannel : IEquatable<RedisChannel>
{
    private readonly byte[]? _value;

    /// <summary>A channel; with <see cref="PatternMode.Auto"/> a name with an asterisk is a pattern.</summary>
    public RedisChannel(byte[]? value, PatternMode mode)
    {
        _value = value;
        IsPattern = mode == PatternMode.Pattern || (mode == PatternMode.Auto && value is not null && value.Contains((byte)'*'));
    }

    /// <summary>A channel; with <see cref="PatternMode.Auto"/> a name with an asterisk is a pattern.</summary>
    public RedisChannel(string value, PatternMode mode)
        : this(value is null ? null : Encoding.UTF8.GetBytes(value), mode)
    {
    }

    /// <summary>How a name is read.</summary>
    public enum PatternMode
    {
        /// <summary>A name with an asterisk is a pattern.</summary>
        Auto = 0,

        /// <summary>Never a pattern.</summary>
        Literal = 1,

        /// <summary>Always a pattern.</summary>
        Pattern = 2,
    }

    /// <summary>Whether there is no name.</summary>
    public bool IsNullOrEmpty => _value is null || _value.Length == 0;

    /// <summary>Whether this is a pattern of names.</summary>
    public bool IsPattern { get; }

    /// <summary>Makes a channel from text, a pattern if it has an asterisk.</summary>
    [Obsolete("It is preferable to explicitly specify a PatternMode, or use the Literal/Pattern methods", error: false)]
    public static implicit operator RedisChannel(string key) => new(key, PatternMode.Auto);

    /// <summary>Makes a channel from bytes, a pattern if they have an asterisk.</summary>
    [Obsolete("It is preferable to explicitly specify a PatternMode, or use the Literal/Pattern methods", error: false)]
    public static implicit operator RedisChannel(byte[]? key) => new(key, PatternMode.Auto);

    /// <summary>The name as bytes.</summary>
    public static implicit operator byte[]?(RedisChannel key) => key._value;

    /// <summary>The name as text.</summary>
    public static implicit operator string?(RedisChannel key) => key._value is null ? null : Encoding.UTF8.GetString(key._value);

    /// <summary>Whether both are the same channel.</summary>
    public static bool operator ==(RedisChannel x, RedisChannel y) => x.Equals(y);

    /// <summary>Whether the channels differ.</summary>
    public static bool operator !=(RedisChannel x, RedisChannel y) => !x.Equals(y);

    /// <summary>One channel of this name.</summary>
    public static RedisChannel Literal(string value) => new(value, PatternMode.Literal);

    /// <summary>One channel of this name.</summary>
    public static RedisChannel Literal(byte[] value) => new(value, PatternMode.Literal);

    /// <summary>All channels whose names match.</summary>
    public static RedisChannel Pattern(string value) => new(value, PatternMode.Pattern);

    /// <summary>All channels whose names match.</summary>
    public static RedisChannel Pattern(byte[] value) => new(value, PatternMode.Pattern);

    /// <inheritdoc/>
    public bool Equals(RedisChannel other) =>
        IsPattern == other.IsPattern && (_value is null) == (other._value is null) && _value.AsSpan().SequenceEqual(other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RedisChannel other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_value);
        hash.Add(IsPattern);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => (string?)this ?? "(null)";
}
