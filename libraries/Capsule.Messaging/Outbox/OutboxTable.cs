using Npgsql;
using NpgsqlTypes;

namespace Capsule.Messaging;

/// <summary>The statements on <c>outbox_messages</c> and <c>inbox_messages</c>.</summary>
internal sealed class OutboxTable(IOutboxDatabase database)
{
    /// <summary>How far the backlog is counted.</summary>
    public const int CountLimit = 100_000;

    private readonly string _schema = OutboxSql.Identifier(database.Schema);

    /// <summary>Marks events that the broker confirmed, and puts off those that must be sent again, in one round trip.</summary>
    /// <param name="connection">In the transaction that took them.</param>
    /// <param name="sent">Were confirmed.</param>
    /// <param name="forgotten">Were confirmed, and leave no content behind.</param>
    /// <param name="deferred">Must be sent again.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task MarkAsync(
        NpgsqlConnection connection, Guid[] sent, Guid[] forgotten, IReadOnlyList<DeferredEvent> deferred, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddSent(batch, sent, "");
        AddSent(batch, forgotten, "payload = '{}', ");

        if (deferred.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"""
                update {_schema}.outbox_messages message
                set attempts = attempts + 1, last_error = deferred.error, next_attempt_at = clock_timestamp() + deferred.wait
                from unnest($1, $2, $3) as deferred (id, error, wait)
                where message.id = deferred.id
                """)
            {
                Parameters =
                {
                    new() { Value = deferred.Select(message => message.Id).ToArray() },
                    new() { Value = deferred.Select(message => message.Error).ToArray() },
                    new() { Value = deferred.Select(message => message.Wait).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Interval },
                },
            });
        }

        // Planning an update of a table of partitions takes longer than the update itself.
        await batch.PrepareAsync(cancellation);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private void AddSent(NpgsqlBatch batch, Guid[] ids, string also)
    {
        if (ids.Length > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"update {_schema}.outbox_messages set {also}delivered_at = clock_timestamp(), attempts = attempts + 1, last_error = null where id = any($1)")
            {
                Parameters = { new() { Value = ids } },
            });
        }
    }

    /// <summary>
    /// Whether any event is due, held by others or not, and how long until the next that was put off is; null when none was. Relies on
    /// ix_outbox_messages_due.
    /// </summary>
    public async Task<(bool AnyDue, TimeSpan? Next)> NextDueAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select
                exists (select from {_schema}.outbox_messages
                    where delivered_at is null and attempts >= 0 and next_attempt_at <= current_timestamp),
                (select min(next_attempt_at) - current_timestamp from {_schema}.outbox_messages
                    where delivered_at is null and attempts >= 0 and next_attempt_at > current_timestamp)
            """,
            connection);
        await command.PrepareAsync(cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetBoolean(0), reader.IsDBNull(1) ? null : reader.GetTimeSpan(1));
    }

    /// <summary>
    /// Makes due what waits although it should not: the server's clock was set back after it was written. Relies on ix_outbox_messages_due.
    /// </summary>
    public async Task FollowClockAsync(NpgsqlConnection connection, TimeSpan longestWait, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            update {_schema}.outbox_messages set next_attempt_at = clock_timestamp()
            where delivered_at is null and attempts >= 0 and next_attempt_at > clock_timestamp()
                and (attempts = 0 or next_attempt_at > clock_timestamp() + $1)
            """,
            connection) { Parameters = { new() { Value = longestWait } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Counts what has not left. Relies on ix_outbox_messages_due.</summary>
    public async Task<OutboxBacklog> MeasureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select count(*), coalesce(greatest(extract(epoch from current_timestamp - min(created_at)), 0), 0)::float8
            from (select created_at from {_schema}.outbox_messages where delivered_at is null and attempts >= 0 limit {CountLimit}) pending
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new OutboxBacklog(reader.GetInt64(0), TimeSpan.FromSeconds(reader.GetDouble(1)));
    }

    /// <summary>
    /// Makes partitions ahead, or drops one past its retention; returns how many, 0 when there is nothing to do, less when others have locked
    /// what it needs for too long.
    /// </summary>
    public async Task<int> MaintainAsync(NpgsqlConnection connection, MessagingOptions options, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {_schema}.maintain_message_partitions($1, $2, $3, $4)", connection)
        {
            Parameters =
            {
                new() { Value = options.PartitionLength }, new() { Value = options.PartitionsAhead },
                new() { Value = options.Outbox.Retention }, new() { Value = options.InboxRetention },
            },
        };
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
