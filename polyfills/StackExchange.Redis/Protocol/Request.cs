namespace StackExchange.Redis.Protocol;

/// <summary>A command with its arguments: up to six in place, the rest in an array.</summary>
internal readonly struct Request
{
    private readonly RedisValue _a0, _a1, _a2, _a3, _a4, _a5;
    private readonly int _inPlace;

    public Request(Command command) => Command = command;

    public Request(Command command, RedisValue a0)
        : this(command)
    {
        _inPlace = 1;
        _a0 = a0;
    }

    public Request(Command command, RedisValue a0, RedisValue a1)
        : this(command, a0)
    {
        _inPlace = 2;
        _a1 = a1;
    }

    public Request(Command command, RedisValue a0, RedisValue a1, RedisValue a2)
        : this(command, a0, a1)
    {
        _inPlace = 3;
        _a2 = a2;
    }

    public Request(Command command, RedisValue a0, RedisValue a1, RedisValue a2, RedisValue a3)
        : this(command, a0, a1, a2)
    {
        _inPlace = 4;
        _a3 = a3;
    }

    public Request(Command command, RedisValue a0, RedisValue a1, RedisValue a2, RedisValue a3, RedisValue a4)
        : this(command, a0, a1, a2, a3)
    {
        _inPlace = 5;
        _a4 = a4;
    }

    public Request(Command command, RedisValue a0, RedisValue a1, RedisValue a2, RedisValue a3, RedisValue a4, RedisValue a5)
        : this(command, a0, a1, a2, a3, a4)
    {
        _inPlace = 6;
        _a5 = a5;
    }

    public Request(Command command, ReadOnlySpan<RedisValue> first, RedisValue[] rest)
        : this(command)
    {
        _inPlace = first.Length;
        _a0 = first.Length > 0 ? first[0] : default;
        _a1 = first.Length > 1 ? first[1] : default;
        Rest = rest;
    }

    public Command Command { get; }

    public RedisValue[]? Rest { get; }

    public int Count => _inPlace + (Rest?.Length ?? 0);

    public RedisValue this[int index] => index >= _inPlace ? Rest![index - _inPlace] : index switch
    {
        0 => _a0,
        1 => _a1,
        2 => _a2,
        3 => _a3,
        4 => _a4,
        _ => _a5,
    };
}
