namespace Capsule.Workers;

/// <summary>Decides which replica does the work that only one replica should do.</summary>
internal interface IWorkerLeases
{
    /// <summary>Takes the lease, or verifies that this replica still holds it; returns false while another replica holds it.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer, so the lease's holder is unknown.</exception>
    Task<bool> HoldAsync(string name, CancellationToken cancellationToken);

    /// <summary>Releases the lease; another replica takes it at its next run.</summary>
    Task ReleaseAsync(string name);
}
