namespace StackExchange.Redis;

/// <summary>On what condition a string is set: always, only over an existing key, or only where there is none.</summary>
public readonly struct ValueCondition
{
    private ValueCondition(When when) => When = when;

    /// <summary>Unconditionally.</summary>
    public static ValueCondition Always => default;

    /// <summary>Only when the key exists.</summary>
    public static ValueCondition Exists => new(When.Exists);

    /// <summary>Only when the key does not exist.</summary>
    public static ValueCondition NotExists => new(When.NotExists);

    internal When When { get; }

    /// <summary>The condition of the same name.</summary>
    public static implicit operator ValueCondition(When when) => new(when);

    /// <inheritdoc/>
    public override string ToString() => When.ToString();
}
