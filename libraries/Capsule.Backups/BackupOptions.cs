using Npgsql;

namespace Capsule.Backups;

/// <summary>Says what is wrong with a restored database, which it gets a connection to; nothing when all is well.</summary>
public delegate Task<IReadOnlyList<string>> ValidateRestored(
    NpgsqlConnectionStringBuilder restored,
    BackupManifest manifest,
    CancellationToken cancellationToken
);

/// <summary>What taking, verifying and restoring backups needs to know beside the connection.</summary>
public sealed record BackupOptions
{
    /// <summary>The service's name, such as <c>auth</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The schema that the service works in.</summary>
    public required string Schema { get; init; }

    /// <summary>The table in that schema whose column <c>migration_id</c> lists the applied migrations.</summary>
    public required string HistoryTable { get; init; }

    /// <summary>The folder that holds the backups of all services.</summary>
    public required string Folder { get; init; }

    /// <summary>How many processes dump, restore and compare at a time.</summary>
    public int Jobs { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Asked about a restored database before it is called verified or swapped in.</summary>
    public ValidateRestored Validate { get; init; } = (_, _, _) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Where pg_dump and pg_restore are looked for; by default where Debian puts them, then on the PATH.</summary>
    public IReadOnlyList<string> ProgramFolders { get; init; } = PostgresProgram.DefaultFolders();

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Hears what is going on, one line at a time.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}
