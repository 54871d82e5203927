using Capsule.Data;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Messaging;

/// <summary>The service's statements on <c>dead_letters</c>.</summary>
internal sealed class DeadLetterTable(IOutboxDatabase database, MessageIds ids)
{
    // Relies on ix_dead_letters_message.
    private static readonly SchemaSql Write = new(
        """
        insert into {schema}.dead_letters
            (id, consumer, message_id, type, body, content_type, headers, reason, detail, redeliveries, redeliver_at)
        values (@id, @consumer, @message_id, @type, @body, @content_type, @headers, @reason, @detail, @redeliveries, current_timestamp + @wait)
        on conflict (consumer, message_id) where message_id is not null do update set
            type = excluded.type, body = excluded.body, content_type = excluded.content_type, headers = excluded.headers,
            reason = excluded.reason, detail = excluded.detail, redeliveries = excluded.redeliveries, redeliver_at = excluded.redeliver_at
        """
    );

    // Relies on ix_dead_letters_due.
    private static readonly SchemaSql NextDue = new(
        "select min(redeliver_at) - current_timestamp from {schema}.dead_letters where redeliver_at is not null"
    );

    // Relies on ix_dead_letters_due.
    private static readonly SchemaSql Take = new(
        """
        select id, consumer, message_id, body, content_type, headers::text as headers, redeliveries
        from {schema}.dead_letters
        where redeliver_at <= current_timestamp
        order by redeliver_at
        limit @limit
        for update skip locked
        """
    );

    private static readonly SchemaSql Remove = new("delete from {schema}.dead_letters where id = any(@sent)");

    private static readonly SchemaSql PutOff = new(
        "update {schema}.dead_letters set redeliver_at = clock_timestamp() + @wait where id = any(@refused)"
    );

    private static readonly SchemaSql Count = new(
        "select count(*) - count(redeliver_at) as dead, count(redeliver_at) as waiting from {schema}.dead_letters"
    );

    // Relies on ix_dead_letters_due.
    private static readonly SchemaSql FollowClock = new(
        "update {schema}.dead_letters set redeliver_at = clock_timestamp() where redeliver_at > clock_timestamp() + @longest_wait"
    );

    // A subquery for each of the few dead letters is cheaper than a join with inbox_messages, which holds millions of rows.
    private static readonly SchemaSql ForgetHandled = new(
        """
        delete from {schema}.dead_letters letter
        where message_id is not null
            and (select true from {schema}.inbox_messages inbox where inbox.message_id = letter.message_id and inbox.consumer = letter.consumer)
        """
    );

    /// <summary>
    /// Stores a message to be redelivered after <paramref name="wait"/>, or never when null. Replaces the row of the same message, which
    /// exists when the delivery was not acknowledged or arrived twice.
    /// </summary>
    public async Task WriteAsync(NpgsqlConnection connection, FailedMessage message, TimeSpan? wait, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            Write,
            new NpgsqlParameter("id", ids.Next()),
            new NpgsqlParameter("consumer", message.Consumer),
            Nullable("message_id", message.MessageId, NpgsqlDbType.Uuid),
            Nullable("type", message.Type, NpgsqlDbType.Text),
            new NpgsqlParameter("body", message.Body),
            Nullable("content_type", message.ContentType, NpgsqlDbType.Text),
            Nullable("headers", message.Headers, NpgsqlDbType.Jsonb),
            new NpgsqlParameter("reason", message.Reason),
            Nullable("detail", message.Detail, NpgsqlDbType.Text),
            new NpgsqlParameter("redeliveries", wait is null ? message.Redeliveries : message.Redeliveries + 1),
            Nullable("wait", wait, NpgsqlDbType.Interval)
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns the time until the next message is due; null when no message is to be redelivered.</summary>
    public async Task<TimeSpan?> NextDueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, NextDue);
        return await command.ExecuteScalarAsync(cancellationToken) as TimeSpan?;
    }

    /// <summary>Locks due messages that no other replica has locked, oldest first.</summary>
    public async Task<List<DueMessage>> TakeAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, Take, new NpgsqlParameter("limit", limit));
        var messages = new List<DueMessage>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(Read(reader));
        }

        return messages;
    }

    /// <summary>Removes the messages that their queues have confirmed, and postpones the others, in one round trip.</summary>
    public async Task SettleAsync(
        NpgsqlConnection connection,
        Guid[] sent,
        Guid[] refused,
        TimeSpan wait,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Remove.In(database.Schema)) { Parameters = { new("sent", sent) } },
                new NpgsqlBatchCommand(PutOff.In(database.Schema)) { Parameters = { new("wait", wait), new("refused", refused) } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Counts the dead letters; they are few.</summary>
    public async Task<DeadLetterCount> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DeadLetterCount(reader.Field<long>("dead"), reader.Field<long>("waiting"));
    }

    /// <summary>
    /// Makes messages due whose wait is longer than any redelivery interval, which happens when the server's clock was set back.
    /// </summary>
    public async Task FollowClockAsync(NpgsqlConnection connection, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, FollowClock, new NpgsqlParameter("longest_wait", maxWait));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Removes messages whose effect was committed after all, as the inbox shows: the delivery arrived twice, or its acknowledgement was
    /// lost. Returns the number of removed messages.
    /// </summary>
    public async Task<int> ForgetHandledAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, ForgetHandled);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DueMessage Read(NpgsqlDataReader row) =>
        new(
            row.Field<Guid>("id"),
            row.Field<string>("consumer"),
            row["message_id"] as Guid?,
            row.Field<byte[]>("body"),
            row["content_type"] as string,
            row.Field<string>("headers"),
            row.Field<int>("redeliveries")
        );

    private static NpgsqlParameter Nullable(string name, object? value, NpgsqlDbType type) =>
        new(name, type) { Value = value ?? DBNull.Value };

    private NpgsqlCommand Command(NpgsqlConnection connection, SchemaSql sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql.In(database.Schema), connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
