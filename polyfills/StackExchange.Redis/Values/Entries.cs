namespace StackExchange.Redis;

/// <summary>A field of a hash with its value.</summary>
public readonly struct HashEntry(RedisValue name, RedisValue value) : IEquatable<HashEntry>
{
    /// <summary>The field.</summary>
    public RedisValue Name { get; } = name;

    /// <summary>The field's value.</summary>
    public RedisValue Value { get; } = value;

    /// <summary>Makes an entry from a pair.</summary>
    public static implicit operator HashEntry(KeyValuePair<RedisValue, RedisValue> value) => new(value.Key, value.Value);

    /// <summary>Makes a pair from an entry.</summary>
    public static implicit operator KeyValuePair<RedisValue, RedisValue>(HashEntry value) => new(value.Name, value.Value);

    /// <summary>Whether both have the same field and value.</summary>
    public static bool operator ==(HashEntry x, HashEntry y) => x.Equals(y);

    /// <summary>Whether field or value differ.</summary>
    public static bool operator !=(HashEntry x, HashEntry y) => !x.Equals(y);

    /// <inheritdoc/>
    public bool Equals(HashEntry other) => Name == other.Name && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HashEntry other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Value}";
}

/// <summary>A member of a sorted set with its score.</summary>
public readonly struct SortedSetEntry(RedisValue element, double score) : IEquatable<SortedSetEntry>, IComparable<SortedSetEntry>
{
    /// <summary>The member.</summary>
    public RedisValue Element { get; } = element;

    /// <summary>Its score.</summary>
    public double Score { get; } = score;

    /// <summary>Whether both have the same member and score.</summary>
    public static bool operator ==(SortedSetEntry x, SortedSetEntry y) => x.Equals(y);

    /// <summary>Whether member or score differ.</summary>
    public static bool operator !=(SortedSetEntry x, SortedSetEntry y) => !x.Equals(y);

    /// <inheritdoc/>
    public bool Equals(SortedSetEntry other) => Score.Equals(other.Score) && Element == other.Element;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SortedSetEntry other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Element, Score);

    /// <summary>Orders by score.</summary>
    public int CompareTo(SortedSetEntry other) => Score.CompareTo(other.Score);

    /// <inheritdoc/>
    public override string ToString() => $"{Element}: {Score}";
}

/// <summary>A string with the time it has left.</summary>
public readonly struct RedisValueWithExpiry(RedisValue value, TimeSpan? expiry)
{
    /// <summary>The string.</summary>
    public RedisValue Value { get; } = value;

    /// <summary>The time left; none when the key does not expire.</summary>
    public TimeSpan? Expiry { get; } = expiry;
}
