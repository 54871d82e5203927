using Npgsql;

namespace Capsule.Backups;

/// <summary>Validates a restored database over a connection to it; returns the problems found.</summary>
public delegate Task<IReadOnlyList<string>> ValidateRestored(
    NpgsqlConnectionStringBuilder restored,
    BackupManifest manifest,
    CancellationToken cancellationToken
);

/// <summary>Settings for taking, verifying and restoring backups, besides the connection.</summary>
public sealed record BackupOptions
{
    /// <summary>The service's name, such as <c>auth</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The service's schema.</summary>
    public required string Schema { get; init; }

    /// <summary>The table in that schema whose column <c>migration_id</c> lists the applied migrations.</summary>
    public required string HistoryTable { get; init; }

    /// <summary>The folder that holds the backups of all services.</summary>
    public required string Folder { get; init; }

    /// <summary>Maximum number of processes that dump, restore and compare concurrently.</summary>
    public int Jobs { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>
    /// The schemas besides <see cref="Schema"/> that a backup may put back too when it takes the live database's place.
    /// </summary>
    public IReadOnlyList<string> Including { get; init; } = [];

    /// <summary>Validates a restored database before it counts as verified or replaces the live database.</summary>
    public ValidateRestored Validate { get; init; } = (_, _, _) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>The folders in which pg_dump and pg_restore are searched; by default Debian's folders, then the PATH.</summary>
    public IReadOnlyList<string> ProgramFolders { get; init; } = PostgresProgram.DefaultFolders();

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Receives progress messages, one line each.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}
