using Capsule.Contracts;
using Capsule.Messaging;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Tells others of migrations through the service's own outbox, so that what is told and what happened commit together; nothing where
/// no bus is configured.
/// </summary>
internal sealed class MigrationEvents(MigrationOptions options, string schema)
{
    /// <summary>The statement that goes with a migration's last step.</summary>
    public IEnumerable<NpgsqlBatchCommand> Applied(KnownMigration migration) =>
        Tell(new MigrationApplied(options.Service, migration.Version, migration.Description, options.Clock.GetUtcNow()));

    /// <summary>The statement that goes with the row of a failure.</summary>
    public IEnumerable<NpgsqlBatchCommand> Failed(KnownMigration migration, string error) =>
        Tell(new MigrationFailed(options.Service, migration.Version, migration.Description, error, options.Clock.GetUtcNow()));

    private IEnumerable<NpgsqlBatchCommand> Tell(object @event) =>
        options.PublishEvents ? [new NpgsqlBatchCommand(OutboxSql.InsertIfThere(schema, @event))] : [];
}
