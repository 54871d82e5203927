using System.Net;

namespace StackExchange.Redis;

/// <summary>The connections to a server, shared by everybody in the process.</summary>
public interface IConnectionMultiplexer : IDisposable, IAsyncDisposable
{
    /// <summary>A connection failed, or could not be made.</summary>
    event EventHandler<ConnectionFailedEventArgs> ConnectionFailed;

    /// <summary>A failed connection stands again.</summary>
    event EventHandler<ConnectionFailedEventArgs> ConnectionRestored;

    /// <summary>The name under which the connections appear at the server.</summary>
    string ClientName { get; }

    /// <summary>The configuration string, without the password.</summary>
    string Configuration { get; }

    /// <summary>Milliseconds that a synchronous command may take.</summary>
    int TimeoutMilliseconds { get; }

    /// <summary>Whether there is a connection for commands.</summary>
    bool IsConnected { get; }

    /// <summary>Whether a connection is being made.</summary>
    bool IsConnecting { get; }

    /// <summary>A way to the commands on a database; cheap, need not be kept.</summary>
    /// <param name="db">The database's number; -1 for the configured one.</param>
    /// <param name="asyncState">Kept for the caller.</param>
    IDatabase GetDatabase(int db = -1, object? asyncState = null);

    /// <summary>A way to channels; cheap, need not be kept.</summary>
    ISubscriber GetSubscriber(object? asyncState = null);

    /// <summary>The servers' addresses.</summary>
    EndPoint[] GetEndPoints(bool configuredOnly = false);

    /// <summary>The connections' state in words.</summary>
    string GetStatus();

    /// <summary>Writes the connections' state in words.</summary>
    void GetStatus(TextWriter log);

    /// <summary>Waits for a task at most for <see cref="TimeoutMilliseconds"/>.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    void Wait(Task task);

    /// <summary>Waits for a task's result at most for <see cref="TimeoutMilliseconds"/>.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    T Wait<T>(Task<T> task);

    /// <summary>Waits for tasks at most for <see cref="TimeoutMilliseconds"/>.</summary>
    /// <exception cref="TimeoutException">They took longer.</exception>
    void WaitAll(params Task[] tasks);

    /// <summary>Closes the connections.</summary>
    void Close(bool allowCommandsToComplete = true);

    /// <summary>Closes the connections.</summary>
    Task CloseAsync(bool allowCommandsToComplete = true);

    /// <summary>The configuration string, without the password.</summary>
    string ToString();
}
