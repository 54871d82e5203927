using Capsule.Contracts;
using Capsule.Messaging;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Publishes migrations through the service's own outbox, in the transaction of the migration itself. Publishes nothing where no bus is
/// configured.
/// </summary>
internal sealed class MigrationEvents(MigrationOptions options, NpgsqlConnection connection, SchemaHistory history)
{
    // Steps of other libraries precede the outbox; once it exists, no migration waits for it.
    private bool _hasOutbox;

    /// <summary>
    /// Returns the statements that publish a migration; they belong to the transaction of its last step. Call before its first step: if the
    /// migration is the one that creates the outbox, the statements also publish those that were applied without one.
    /// </summary>
    public async Task<IReadOnlyList<NpgsqlBatchCommand>> AppliedAsync(KnownMigration migration, CancellationToken cancellationToken)
    {
        if (!options.PublishEvents)
        {
            return [];
        }

        var applied = new MigrationApplied(options.Service, migration.Version, migration.Description, options.Clock.GetUtcNow());
        return [.. (await WaitingAsync(cancellationToken)).Append(applied).Select(Insert)];
    }

    /// <summary>Returns the statement that publishes a failure; it belongs to the transaction that notes it.</summary>
    public IEnumerable<NpgsqlBatchCommand> Failed(KnownMigration migration, string error) =>
        options.PublishEvents
            ? [Insert(new MigrationFailed(options.Service, migration.Version, migration.Description, error, options.Clock.GetUtcNow()))]
            : [];

    // Until the outbox exists, the history alone knows what is to be published, so that a run that dies loses nothing.
    private async Task<IReadOnlyList<MigrationApplied>> WaitingAsync(CancellationToken cancellationToken)
    {
        _hasOutbox = _hasOutbox || await HasOutboxAsync(cancellationToken);
        if (_hasOutbox)
        {
            return [];
        }

        var entries = await history.ReadAsync(cancellationToken);

        // What precedes the undo that dropped an outbox was published through that one.
        var dropped =
            entries
                .LastOrDefault(entry => entry.Type == HistoryEntryType.Undo && MigrationChain.LibraryOf(entry.Version) == OutboxSql.Library)
                ?.Rank
            ?? 0;
        return
        [
            .. entries
                .Where(entry => entry.Rank > dropped)
                .GroupBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(group => group.Last())
                .Where(entry => entry is { Type: HistoryEntryType.Migration, Success: true })
                .Select(entry => new MigrationApplied(
                    options.Service,
                    entry.Version,
                    entry.Description,
                    entry.InstalledOn.AddMilliseconds(entry.Milliseconds)
                )),
        ];
    }

    private async Task<bool> HasOutboxAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(OutboxSql.Exists(history.Schema), connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private NpgsqlBatchCommand Insert(object @event) => new(OutboxSql.InsertIfThere(history.Schema, @event));
}
