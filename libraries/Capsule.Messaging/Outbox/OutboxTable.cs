using Capsule.Data;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Messaging;

/// <summary>The statements on <c>outbox_messages</c> and <c>inbox_messages</c>.</summary>
internal sealed class OutboxTable(IOutboxDatabase database)
{
    /// <summary>The maximum to which the backlog is counted.</summary>
    public const int CountLimit = 100_000;

    private static readonly SchemaSql Sent = new(
        """
        update {schema}.outbox_messages
        set delivered_at = clock_timestamp(), attempts = attempts + 1, last_error = null
        where id = any(@ids)
        """
    );

    private static readonly SchemaSql Forgotten = new(
        """
        update {schema}.outbox_messages
        set payload = '{}', delivered_at = clock_timestamp(), attempts = attempts + 1, last_error = null
        where id = any(@ids)
        """
    );

    private static readonly SchemaSql Deferred = new(
        """
        update {schema}.outbox_messages message
        set attempts = attempts + 1, last_error = deferred.error, next_attempt_at = clock_timestamp() + deferred.wait
        from unnest(@ids, @errors, @waits) as deferred (id, error, wait)
        where message.id = deferred.id
        """
    );

    // Relies on ix_outbox_messages_due.
    private static readonly SchemaSql NextDue = new(
        """
        select
            exists (select from {schema}.outbox_messages
                where delivered_at is null and attempts >= 0 and next_attempt_at <= current_timestamp) as any_due,
            (select min(next_attempt_at) - current_timestamp from {schema}.outbox_messages
                where delivered_at is null and attempts >= 0 and next_attempt_at > current_timestamp) as next
        """
    );

    // Relies on ix_outbox_messages_due.
    private static readonly SchemaSql FollowClock = new(
        """
        update {schema}.outbox_messages set next_attempt_at = clock_timestamp()
        where delivered_at is null and attempts >= 0 and next_attempt_at > clock_timestamp()
            and (attempts = 0 or next_attempt_at > clock_timestamp() + @longest_wait)
        """
    );

    // Relies on ix_outbox_messages_due.
    private static readonly SchemaSql Measure = new(
        $$"""
        select count(*) as depth, coalesce(greatest(extract(epoch from current_timestamp - min(created_at)), 0), 0)::float8 as oldest_age
        from (select created_at from {schema}.outbox_messages where delivered_at is null and attempts >= 0 limit {{CountLimit}}) pending
        """
    );

    private static readonly SchemaSql Maintain = new(
        "select {schema}.maintain_message_partitions(@length, @ahead, @outbox_retention, @inbox_retention)"
    );

    /// <summary>Marks events that the broker confirmed, and postpones events that must be sent again, in one round trip.</summary>
    /// <param name="connection">The connection with the transaction that locked the events.</param>
    /// <param name="sent">Events that were confirmed.</param>
    /// <param name="forgotten">Events that were confirmed and whose content is removed.</param>
    /// <param name="deferred">Events that must be sent again.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    public async Task MarkAsync(
        NpgsqlConnection connection,
        Guid[] sent,
        Guid[] forgotten,
        IReadOnlyList<DeferredEvent> deferred,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, Sent, sent);
        Add(batch, Forgotten, forgotten);
        Add(
            batch,
            Deferred,
            [.. deferred.Select(message => message.Id)],
            new("errors", deferred.Select(message => message.Error).ToArray()),
            new("waits", NpgsqlDbType.Array | NpgsqlDbType.Interval) { Value = deferred.Select(message => message.Wait).ToArray() }
        );

        // Planning an update of a partitioned table takes longer than the update itself.
        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Returns whether any event is due, locked or not, and the time until the next postponed event is due; null when no event is
    /// postponed.
    /// </summary>
    public async Task<(bool AnyDue, TimeSpan? Next)> NextDueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, NextDue);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.Field<bool>("any_due"), reader["next"] as TimeSpan?);
    }

    /// <summary>
    /// Makes events due whose wait is longer than any retry interval, which happens when the server's clock was set back.
    /// </summary>
    public async Task FollowClockAsync(NpgsqlConnection connection, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, FollowClock, new NpgsqlParameter("longest_wait", maxWait));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Measures the events that are not sent yet.</summary>
    public async Task<OutboxBacklog> MeasureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, Measure);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OutboxBacklog(reader.Field<long>("depth"), TimeSpan.FromSeconds(reader.Field<double>("oldest_age")));
    }

    /// <summary>
    /// Creates partitions ahead, or drops one expired partition. Returns the number of changed partitions: 0 when nothing is due, and a
    /// negative number when others locked the table for too long.
    /// </summary>
    public async Task<int> MaintainAsync(NpgsqlConnection connection, MessagingOptions options, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            Maintain,
            new NpgsqlParameter("length", options.PartitionLength),
            new NpgsqlParameter("ahead", options.PartitionsAhead),
            new NpgsqlParameter("outbox_retention", options.Outbox.Retention),
            new NpgsqlParameter("inbox_retention", options.InboxRetention)
        );
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private void Add(NpgsqlBatch batch, SchemaSql sql, Guid[] ids, params NpgsqlParameter[] more)
    {
        if (ids.Length > 0)
        {
            var command = new NpgsqlBatchCommand(sql.In(database.Schema)) { Parameters = { new("ids", ids) } };
            command.Parameters.AddRange(more);
            batch.BatchCommands.Add(command);
        }
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, SchemaSql sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql.In(database.Schema), connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
