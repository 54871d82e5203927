namespace Capsule.Migrations;

/// <summary>What a run does, while it holds the lock, so that it can go back to where it began.</summary>
internal interface IMigrationSafeguard
{
    /// <summary>Called once it is known how many migrations are applied and how many will be, before the first of these.</summary>
    /// <exception cref="MigrationException">There is no way back, so nothing may be applied.</exception>
    Task BeforeAsync(int applied, int pending, CancellationToken cancellationToken);

    /// <summary>Goes back after a migration stopped half-way; returns what to end with.</summary>
    Task<MigrationException> RecoverAsync(MigrationException failure, CancellationToken cancellationToken);
}
