namespace StackExchange.Redis;

/// <summary>What becomes of commands while there is no connection.</summary>
public sealed class BacklogPolicy
{
    /// <summary>They fail at once.</summary>
    public static BacklogPolicy FailFast { get; } = new() { QueueWhileDisconnected = false, AbortPendingOnConnectionFailure = true };

    /// <summary>They wait for a connection until their timeout.</summary>
    public static BacklogPolicy Default { get; } = new() { QueueWhileDisconnected = true, AbortPendingOnConnectionFailure = false };

    /// <summary>Whether commands wait for a connection.</summary>
    public bool QueueWhileDisconnected { get; init; }

    /// <summary>Whether waiting commands fail when a connection fails.</summary>
    public bool AbortPendingOnConnectionFailure { get; init; }
}
