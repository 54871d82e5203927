namespace Capsule.Migrations;

/// <summary>What a run of the migration engine needs to know beside the connection.</summary>
public sealed record MigrationOptions
{
    /// <summary>The service's name, such as <c>auth</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The schema to work in; the context's own when null.</summary>
    public string? Schema { get; init; }

    /// <summary>The schema to work in.</summary>
    public string SchemaName => Schema ?? Service.Replace('-', '_');

    /// <summary>The API's role, created and granted; null leaves roles alone.</summary>
    public ApiRole? ApiRole { get; init; }

    /// <summary>How long to wait for the server to accept a connection.</summary>
    public TimeSpan ServerWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for another migrator on the same database.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a statement waits for a lock before its step is rolled back and tried again; other sessions wait behind it.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For how long a step that a lock blocks is tried again.</summary>
    public TimeSpan BlockedWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Up to which migration: its version, name or description; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>Names of migrations that are passed over as if the bundle did not have them.</summary>
    internal IReadOnlySet<string> Skip { get; init; } = new HashSet<string>();

    /// <summary>Whether a migration may be applied although a later one already is.</summary>
    public bool OutOfOrder { get; init; }

    /// <summary>Whether others are told of migrations through the service's outbox.</summary>
    public bool PublishEvents { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Hears what is going on, one line at a time.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}
