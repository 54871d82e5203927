namespace Capsule.Workers;

/// <summary>Decides which replica does what only one should do.</summary>
internal interface IWorkerLeases
{
    /// <summary>Takes the lease, or makes sure that it is still held; false while another replica holds it.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer, and nobody knows who holds the lease.</exception>
    Task<bool> HoldAsync(string name, CancellationToken cancellationToken);

    /// <summary>Gives the lease back, so that another replica takes it at its next run.</summary>
    Task ReleaseAsync(string name);
}
