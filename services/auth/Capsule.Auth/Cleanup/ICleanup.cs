namespace Capsule.Auth.Cleanup;

/// <summary>Removes rows whose time is over. Several replicas may run it at once.</summary>
internal interface ICleanup
{
    /// <summary>What it removes, for the log.</summary>
    string Of { get; }

    /// <summary>Removes all that is due, in batches, and returns how much that was.</summary>
    Task<long> RunAsync(CancellationToken cancellationToken);
}
