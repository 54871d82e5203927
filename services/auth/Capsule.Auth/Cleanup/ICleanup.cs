namespace Capsule.Auth.Cleanup;

/// <summary>Removes old rows. Several replicas may run it at the same time.</summary>
internal interface ICleanup
{
    /// <summary>The name of the removed rows, for the log.</summary>
    string Of { get; }

    /// <summary>Removes all old rows in batches, and returns how many.</summary>
    Task<long> RunAsync(CancellationToken cancellationToken);
}
