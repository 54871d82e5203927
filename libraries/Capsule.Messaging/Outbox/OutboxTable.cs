using Capsule.Data;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Messaging;

/// <summary>The statements on <c>outbox_messages</c> and <c>inbox_messages</c>.</summary>
internal sealed class OutboxTable(IOutboxDatabase database)
{
    /// <summary>How far the backlog is counted.</summary>
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

    /// <summary>Marks events that the broker confirmed, and puts off those that must be sent again, in one round trip.</summary>
    /// <param name="connection">In the transaction that took them.</param>
    /// <param name="sent">Were confirmed.</param>
    /// <param name="forgotten">Were confirmed, and leave no content behind.</param>
    /// <param name="deferred">Must be sent again.</param>
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

        // Planning an update of a table of partitions takes longer than the update itself.
        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Whether any event is due, held by others or not, and how long until the next that was put off is; null when none was.
    /// </summary>
    public async Task<(bool AnyDue, TimeSpan? Next)> NextDueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, NextDue);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.Field<bool>("any_due"), reader["next"] as TimeSpan?);
    }

    /// <summary>Makes due what waits although it should not: the server's clock was set back after it was written.</summary>
    public async Task FollowClockAsync(NpgsqlConnection connection, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, FollowClock, new NpgsqlParameter("longest_wait", longestWait));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Counts what has not left.</summary>
    public async Task<OutboxBacklog> MeasureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, Measure);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OutboxBacklog(reader.Field<long>("depth"), TimeSpan.FromSeconds(reader.Field<double>("oldest_age")));
    }

    /// <summary>
    /// Makes partitions ahead, or drops one past its retention; returns how many, 0 when there is nothing to do, less when others have
    /// locked what it needs for too long.
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
