namespace StackExchange.Redis;

/// <summary>When a key expires: after a time, at a moment, never, or as it already does.</summary>
public readonly struct Expiration
{
    private readonly long _milliseconds;
    private readonly Kind _kind;

    /// <summary>Expires at <paramref name="when"/>.</summary>
    public Expiration(DateTime when)
        : this(when == DateTime.MaxValue ? Kind.None : Kind.At, when == DateTime.MaxValue ? 0 : Moment(when))
    {
    }

    /// <summary>Expires after <paramref name="ttl"/>.</summary>
    public Expiration(TimeSpan ttl)
        : this(ttl == TimeSpan.MaxValue ? Kind.None : Kind.After, ttl == TimeSpan.MaxValue ? 0 : ttl.Ticks / TimeSpan.TicksPerMillisecond)
    {
    }

    private Expiration(Kind kind, long milliseconds = 0)
    {
        _kind = kind;
        _milliseconds = milliseconds;
    }

    private enum Kind
    {
        None,
        After,
        At,
        Keep,
        Persist,
    }

    /// <summary>No expiry.</summary>
    public static Expiration Default => default;

    /// <summary>The expiry that the key has already.</summary>
    public static Expiration KeepTtl => new(Kind.Keep);

    /// <summary>Takes the expiry away.</summary>
    public static Expiration Persist => new(Kind.Persist);

    internal bool IsNone => _kind == Kind.None;

    internal bool HasOperand => _kind is Kind.After or Kind.At;

    internal RedisValue Operand => _milliseconds % 1000 == 0 ? _milliseconds / 1000 : _milliseconds;

    internal RedisValue Keyword => (_kind, _milliseconds % 1000 == 0) switch
    {
        (Kind.After, true) => "EX",
        (Kind.After, false) => "PX",
        (Kind.At, true) => "EXAT",
        (Kind.At, false) => "PXAT",
        (Kind.Keep, _) => "KEEPTTL",
        _ => "PERSIST",
    };

    /// <summary>Expires at this moment.</summary>
    public static implicit operator Expiration(DateTime when) => new(when);

    /// <summary>Expires after this time.</summary>
    public static implicit operator Expiration(TimeSpan ttl) => new(ttl);

    internal static Expiration From(TimeSpan? ttl, bool keep = false) => keep ? KeepTtl : ttl is { } some ? new(some) : default;

    internal static long Moment(DateTime when) => when.Kind switch
    {
        DateTimeKind.Unspecified => throw new ArgumentException("Expiry time must be either Utc or Local", nameof(when)),
        _ => (when.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond,
    };

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "" : HasOperand ? $"{Keyword} {Operand}" : Keyword.ToString();
}
