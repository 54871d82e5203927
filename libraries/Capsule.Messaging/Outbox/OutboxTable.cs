using Npgsql;
using NpgsqlTypes;

namespace Capsule.Messaging;

/// <summary>The statements on <c>outbox_messages</c> and <c>inbox_messages</c>.</summary>
internal sealed class OutboxTable(IOutboxDatabase database)
{
    /// <summary>How far the backlog is counted.</summary>
    public const int CountLimit = 100_000;

    private const string Columns = "id, type, payload::text, ordering_key, sequence, tenant, trace_parent, trace_state, attempts";

    private readonly string _schema = OutboxSql.Identifier(database.Schema);
    private readonly string _take = Take(OutboxSql.Identifier(database.Schema));
    private readonly string _takeBehind = TakeBehind(OutboxSql.Identifier(database.Schema));

    /// <summary>
    /// Locks due events that no other replica has, oldest first. Of those with a common ordering key only the first that has not left
    /// is due, whoever holds it; where there is room left those behind it come along, for whoever holds the first holds the key.
    /// </summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="window">How many of the oldest events are looked at: of many with few keys only few are due.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<List<PendingEvent>> TakeAsync(NpgsqlConnection connection, int limit, int window, CancellationToken cancellation)
    {
        var events = await ReadAsync(connection, _take, cancellation, limit, window);
        var first = events.Where(pending => pending.OrderingKey is not null).ToList();
        var room = first.Count == 0 ? 0 : (limit - events.Count) / first.Count;
        if (room > 0)
        {
            var keys = first.Select(pending => pending.OrderingKey!).ToArray();
            events.AddRange(await ReadAsync(connection, _takeBehind, cancellation, keys, first.Select(pending => pending.Sequence).ToArray(), room));
        }

        return events;
    }

    /// <summary>Marks events that the broker confirmed, and puts off those that must be sent again, in one round trip.</summary>
    public async Task MarkAsync(
        NpgsqlConnection connection, Guid[] sent, IReadOnlyList<DeferredEvent> deferred, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (sent.Length > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"update {_schema}.outbox_messages set delivered_at = clock_timestamp(), attempts = attempts + 1, last_error = null where id = any($1)")
            {
                Parameters = { new() { Value = sent } },
            });
        }

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

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How long until the next event that was put off is due; null when none was. Relies on ix_outbox_messages_due.</summary>
    public async Task<TimeSpan?> NextDueAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select min(next_attempt_at) - current_timestamp
            from {_schema}.outbox_messages
            where delivered_at is null and attempts >= 0 and next_attempt_at > current_timestamp
            """,
            connection);
        return await command.ExecuteScalarAsync(cancellation) as TimeSpan?;
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

    private static async Task<List<PendingEvent>> ReadAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var batch = new NpgsqlBatch(connection);

        // With statistics of another hour the planner would sort the whole backlog for each batch, or compile what is done in a millisecond.
        foreach (var setting in new[] { "enable_seqscan", "enable_bitmapscan", "enable_sort", "jit" })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"set local {setting} = off"));
        }

        var select = new NpgsqlBatchCommand(sql);
        Array.ForEach(parameters, value => select.Parameters.Add(new() { Value = value }));
        batch.BatchCommands.Add(select);
        var events = new List<PendingEvent>();
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            events.Add(new PendingEvent(
                reader.GetGuid(0), new EventName(reader.GetString(1)), reader.GetString(2), Text(3), reader.GetInt64(4), Text(5), Text(6), Text(7), reader.GetInt32(8)));
        }

        return events;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    // Relies on ix_outbox_messages_due and ix_outbox_messages_ordering_key.
    private static string Take(string schema) =>
        $"""
        with last as (
            select next_attempt_at, sequence
            from {schema}.outbox_messages
            where delivered_at is null and attempts >= 0 and next_attempt_at <= current_timestamp
            order by next_attempt_at, sequence
            offset $2 limit 1)
        select {Columns}
        from {schema}.outbox_messages message
        where delivered_at is null and attempts >= 0 and next_attempt_at <= current_timestamp
            and (next_attempt_at, sequence) <= (coalesce((select next_attempt_at from last), 'infinity'), coalesce((select sequence from last), 0))
            and (ordering_key is null or not exists (
                select from {schema}.outbox_messages earlier
                where earlier.ordering_key = message.ordering_key and earlier.sequence < message.sequence
                    and earlier.delivered_at is null))
        order by next_attempt_at, sequence
        limit $1
        for update of message skip locked
        """;

    // Relies on ix_outbox_messages_ordering_key.
    private static string TakeBehind(string schema) =>
        $"""
        select behind.*
        from unnest($1, $2) as first (key, sequence), lateral (
            select {Columns}
            from {schema}.outbox_messages message
            where message.ordering_key = first.key and message.sequence > first.sequence and message.delivered_at is null
            order by message.sequence
            limit $3) behind
        """;
}
