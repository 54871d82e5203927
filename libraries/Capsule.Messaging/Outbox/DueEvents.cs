using Npgsql;

namespace Capsule.Messaging;

/// <summary>Takes from <c>outbox_messages</c> what is to be sent next.</summary>
internal sealed class DueEvents(IOutboxDatabase database)
{
    private const string Columns = "id, type, payload::text, ordering_key, sequence, tenant, trace_parent, trace_state, attempts";

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
        await batch.PrepareAsync(cancellation);
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
