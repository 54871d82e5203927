using System.Net;

namespace StackExchange.Redis;

/// <summary>What happened to a connection.</summary>
public class ConnectionFailedEventArgs : EventArgs
{
    private readonly string _physicalName;

    /// <summary>Makes the arguments; for tests of handlers.</summary>
    public ConnectionFailedEventArgs(
        object sender,
        EndPoint endPoint,
        ConnectionType connectionType,
        ConnectionFailureType failureType,
        Exception exception,
        string physicalName)
        : this(endPoint, connectionType, failureType, exception, physicalName)
    {
        _ = sender;
    }

    internal ConnectionFailedEventArgs(
        EndPoint? endPoint, ConnectionType connectionType, ConnectionFailureType failureType, Exception? exception, string physicalName)
    {
        EndPoint = endPoint;
        ConnectionType = connectionType;
        FailureType = failureType;
        Exception = exception;
        _physicalName = physicalName;
    }

    /// <summary>What the connection is for.</summary>
    public ConnectionType ConnectionType { get; }

    /// <summary>The server.</summary>
    public EndPoint? EndPoint { get; }

    /// <summary>The failure, if it is one.</summary>
    public Exception? Exception { get; }

    /// <summary>The kind of failure.</summary>
    public ConnectionFailureType FailureType { get; }

    /// <inheritdoc/>
    public override string ToString() => _physicalName;
}
