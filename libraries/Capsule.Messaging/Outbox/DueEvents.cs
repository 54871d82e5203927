using Capsule.Data;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>Selects the events of <c>outbox_messages</c> that are to be sent next.</summary>
internal sealed class DueEvents(IOutboxDatabase database)
{
    private const string Columns = "id, type, payload::text, ordering_key, sequence, tenant, trace_parent, trace_state, attempts";

    // Relies on ix_outbox_messages_due and ix_outbox_messages_ordering_key.
    private static readonly SchemaSql First = new(
        $$"""
        with last as (
            select next_attempt_at, sequence
            from {schema}.outbox_messages
            where delivered_at is null and attempts >= 0 and next_attempt_at <= current_timestamp
            order by next_attempt_at, sequence
            offset @window limit 1)
        select {{Columns}}
        from {schema}.outbox_messages message
        where delivered_at is null and attempts >= 0 and next_attempt_at <= current_timestamp
            and (next_attempt_at, sequence) <= (coalesce((select next_attempt_at from last), 'infinity'), coalesce((select sequence from last), 0))
            and (ordering_key is null or not exists (
                select from {schema}.outbox_messages earlier
                where earlier.ordering_key = message.ordering_key and earlier.sequence < message.sequence
                    and earlier.delivered_at is null))
        order by next_attempt_at, sequence
        limit @limit
        for update of message skip locked
        """
    );

    // Relies on ix_outbox_messages_ordering_key.
    private static readonly SchemaSql Behind = new(
        $$"""
        select behind.*
        from unnest(@keys, @sequences) as first (key, sequence), lateral (
            select {{Columns}}
            from {schema}.outbox_messages message
            where message.ordering_key = first.key and message.sequence > first.sequence and message.delivered_at is null
            order by message.sequence
            limit @room) behind
        """
    );

    /// <summary>
    /// Locks due events that no other replica has locked, oldest first. Of events with the same ordering key, only the first unsent one is
    /// due, whoever has locked it; the events behind it fill the remaining room of the batch, because whoever locks the first event owns
    /// the key.
    /// </summary>
    /// <param name="connection">A connection with an open transaction.</param>
    /// <param name="limit">Maximum number of events.</param>
    /// <param name="window">How many of the oldest events are considered; among many events with few keys, only few are due.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<List<PendingEvent>> TakeAsync(NpgsqlConnection connection, int limit, int window, CancellationToken cancellationToken)
    {
        var events = await ReadAsync(connection, First, [new("limit", limit), new("window", window)], cancellationToken);
        var first = events.Where(pending => pending.OrderingKey is not null).ToList();
        var room = first.Count == 0 ? 0 : (limit - events.Count) / first.Count;
        if (room > 0)
        {
            events.AddRange(
                await ReadAsync(
                    connection,
                    Behind,
                    [
                        new("keys", first.Select(pending => pending.OrderingKey!).ToArray()),
                        new("sequences", first.Select(pending => pending.Sequence).ToArray()),
                        new("room", room),
                    ],
                    cancellationToken
                )
            );
        }

        return events;
    }

    private async Task<List<PendingEvent>> ReadAsync(
        NpgsqlConnection connection,
        SchemaSql sql,
        NpgsqlParameter[] parameters,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection);

        // With outdated statistics the planner would sort the whole backlog for each batch, or JIT-compile a query that takes a
        // millisecond.
        foreach (var setting in new[] { "enable_seqscan", "enable_bitmapscan", "enable_sort", "jit" })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"set local {setting} = off"));
        }

        var select = new NpgsqlBatchCommand(sql.In(database.Schema));
        select.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(select);
        await batch.PrepareAsync(cancellationToken);
        var events = new List<PendingEvent>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(Read(reader));
        }

        return events;
    }

    private static PendingEvent Read(NpgsqlDataReader row)
    {
        return new PendingEvent(
            row.Field<Guid>("id"),
            new EventName(row.Field<string>("type")),
            row.Field<string>("payload"),
            Text("ordering_key"),
            row.Field<long>("sequence"),
            Text("tenant"),
            Text("trace_parent"),
            Text("trace_state"),
            row.Field<int>("attempts")
        );

        string? Text(string column) => row[column] as string;
    }
}
