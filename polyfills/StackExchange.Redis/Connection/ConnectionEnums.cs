namespace StackExchange.Redis;

/// <summary>Why a connection failed.</summary>
public enum ConnectionFailureType
{
    /// <summary>Not a failure.</summary>
    None,

    /// <summary>There is no connection for the command.</summary>
    UnableToResolvePhysicalConnection,

    /// <summary>The socket failed.</summary>
    SocketFailure,

    /// <summary>The server refused user or password, or TLS failed.</summary>
    AuthenticationFailure,

    /// <summary>The server's bytes were not understood.</summary>
    ProtocolFailure,

    /// <summary>A bug.</summary>
    InternalFailure,

    /// <summary>The server closed the connection.</summary>
    SocketClosed,

    /// <summary>The connection was disposed.</summary>
    ConnectionDisposed,

    /// <summary>The server is still loading its data.</summary>
    Loading,

    /// <summary>No connection could be made.</summary>
    UnableToConnect,
}

/// <summary>What a connection is for.</summary>
public enum ConnectionType
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>Commands and their replies.</summary>
    Interactive,

    /// <summary>Messages of channels.</summary>
    Subscription,
}

/// <summary>How far a command had come.</summary>
public enum CommandStatus
{
    /// <summary>Unknown.</summary>
    Unknown,

    /// <summary>Not written yet.</summary>
    WaitingToBeSent,

    /// <summary>Written; the server may have executed it.</summary>
    Sent,

    /// <summary>Waiting for a connection.</summary>
    WaitingInBacklog,
}
