using Npgsql;
using NpgsqlTypes;

namespace Capsule.Messaging;

/// <summary>The service's statements on <c>dead_letters</c>.</summary>
internal sealed class DeadLetterTable(IOutboxDatabase database, MessageIds ids)
{
    private readonly string _schema = OutboxSql.Identifier(database.Schema);

    /// <summary>
    /// Writes a message, to be redelivered after <paramref name="wait"/>; never when null. One that is there already, since its delivery
    /// was not acknowledged or came twice, is replaced. Relies on ix_dead_letters_message.
    /// </summary>
    public async Task WriteAsync(NpgsqlConnection connection, FailedMessage message, TimeSpan? wait, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into {_schema}.dead_letters
                (id, consumer, message_id, type, body, content_type, headers, reason, detail, redeliveries, redeliver_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, current_timestamp + $11)
            on conflict (consumer, message_id) where message_id is not null do update set
                type = excluded.type, body = excluded.body, content_type = excluded.content_type, headers = excluded.headers,
                reason = excluded.reason, detail = excluded.detail, redeliveries = excluded.redeliveries, redeliver_at = excluded.redeliver_at
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = ids.Next() }, new() { Value = message.Consumer },
                Nullable(message.MessageId, NpgsqlDbType.Uuid), Nullable(message.Type, NpgsqlDbType.Text),
                new() { Value = message.Body }, Nullable(message.ContentType, NpgsqlDbType.Text),
                Nullable(message.Headers, NpgsqlDbType.Jsonb),
                new() { Value = message.Reason }, Nullable(message.Detail, NpgsqlDbType.Text),
                new() { Value = wait is null ? message.Redeliveries : message.Redeliveries + 1 },
                Nullable(wait, NpgsqlDbType.Interval),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How long until the next one is due; null when none is to be redelivered. Relies on ix_dead_letters_due.</summary>
    public async Task<TimeSpan?> NextDueAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select min(redeliver_at) - current_timestamp from {_schema}.dead_letters where redeliver_at is not null", connection);
        return await command.ExecuteScalarAsync(cancellation) as TimeSpan?;
    }

    /// <summary>Locks those that are due and that no other replica has, oldest first. Relies on ix_dead_letters_due.</summary>
    public async Task<List<DueMessage>> TakeAsync(NpgsqlConnection connection, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select id, consumer, message_id, body, content_type, headers::text, redeliveries
            from {_schema}.dead_letters
            where redeliver_at <= current_timestamp
            order by redeliver_at
            limit $1
            for update skip locked
            """,
            connection) { Parameters = { new() { Value = limit } } };

        var messages = new List<DueMessage>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            messages.Add(new DueMessage(
                reader.GetGuid(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetFieldValue<byte[]>(3),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetString(5), reader.GetInt32(6)));
        }

        return messages;
    }

    /// <summary>Removes those that their queues have, and puts off the others, in one round trip.</summary>
    public async Task SettleAsync(NpgsqlConnection connection, Guid[] sent, Guid[] refused, TimeSpan wait, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand($"delete from {_schema}.dead_letters where id = any($1)") { Parameters = { new() { Value = sent } } },
                new NpgsqlBatchCommand($"update {_schema}.dead_letters set redeliver_at = clock_timestamp() + $1 where id = any($2)")
                {
                    Parameters = { new() { Value = wait }, new() { Value = refused } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Counts them; there are few.</summary>
    public async Task<DeadLetterCount> CountAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select count(*) - count(redeliver_at), count(redeliver_at) from {_schema}.dead_letters", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new DeadLetterCount(reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Makes due what waits longer than any redelivery does: the server's clock was set back. Relies on ix_dead_letters_due.</summary>
    public async Task FollowClockAsync(NpgsqlConnection connection, TimeSpan longestWait, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"update {_schema}.dead_letters set redeliver_at = clock_timestamp() where redeliver_at > clock_timestamp() + $1", connection)
        {
            Parameters = { new() { Value = longestWait } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Removes those that took effect all the same (a delivery that came twice, or whose acknowledgement was lost), as long as the inbox
    /// knows. Asks row by row, of which there are few: pk_inbox_messages holds millions.
    /// </summary>
    public async Task<int> ForgetHandledAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            delete from {_schema}.dead_letters letter
            where message_id is not null
                and (select true from {_schema}.inbox_messages inbox where inbox.message_id = letter.message_id and inbox.consumer = letter.consumer)
            """,
            connection);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
