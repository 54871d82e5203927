namespace StackExchange.Redis;

/// <summary>Something about Redis failed.</summary>
public partial class RedisException : Exception
{
    /// <summary>A failure with a message.</summary>
    public RedisException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a message and its cause.</summary>
    public RedisException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The connection to the server failed or there is none.</summary>
public sealed partial class RedisConnectionException : RedisException
{
    /// <summary>A failure of this kind.</summary>
    public RedisConnectionException(ConnectionFailureType failureType, string message)
        : this(failureType, message, null, CommandStatus.Unknown)
    {
    }

    /// <summary>A failure of this kind with its cause.</summary>
    public RedisConnectionException(ConnectionFailureType failureType, string message, Exception? innerException)
        : this(failureType, message, innerException, CommandStatus.Unknown)
    {
    }

    /// <summary>A failure of this kind with its cause, and how far the command had come.</summary>
    public RedisConnectionException(ConnectionFailureType failureType, string message, Exception? innerException, CommandStatus commandStatus)
        : base(message, innerException)
    {
        FailureType = failureType;
        CommandStatus = commandStatus;
    }

    /// <summary>The kind of failure.</summary>
    public ConnectionFailureType FailureType { get; }

    /// <summary>How far the command had come.</summary>
    public CommandStatus CommandStatus { get; }
}

/// <summary>A command had no reply in time; the server may have executed it.</summary>
public sealed partial class RedisTimeoutException(string message, CommandStatus commandStatus) : TimeoutException(message)
{
    /// <summary>How far the command had come.</summary>
    public CommandStatus Commandstatus { get; } = commandStatus;
}

/// <summary>The server answered with an error.</summary>
public sealed partial class RedisServerException(string message) : RedisException(message);

/// <summary>A command that cannot be sent as it is.</summary>
public sealed partial class RedisCommandException : Exception
{
    /// <summary>A failure with a message.</summary>
    public RedisCommandException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with a message and its cause.</summary>
    public RedisCommandException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
