using Capsule.Data;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>
/// Deletes rows of <c>outbox_messages</c> and <c>inbox_messages</c> whose retention is shorter than a partition. Without this, they would
/// stay until their partition ends.
/// </summary>
internal sealed class ExpiredMessageTable(IOutboxDatabase database)
{
    private const int BatchSize = 1000;

    // The lowest message id of the moment, as a version 7 UUID begins with the milliseconds since 1970.
    private const string Oldest =
        "(lpad(to_hex(floor(extract(epoch from current_timestamp - @retention) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid";

    // Relies on pk_outbox_messages.
    private static readonly SchemaSql DeleteSent = new(
        $$"""
        delete from {schema}.outbox_messages where id = any(array(
            select id from {schema}.outbox_messages where id < {{Oldest}} and delivered_at is not null
            order by id limit {{BatchSize}} for update skip locked))
        """
    );

    // Relies on pk_inbox_messages.
    private static readonly SchemaSql DeleteConsumed = new(
        $$"""
        delete from {schema}.inbox_messages where (message_id, consumer) in (
            select message_id, consumer from {schema}.inbox_messages where message_id < {{Oldest}}
            order by message_id, consumer limit {{BatchSize}} for update skip locked)
        """
    );

    /// <summary>Deletes the expired rows of tables whose retention is shorter than a partition; returns their number.</summary>
    public async Task<long> DeleteAsync(NpgsqlConnection connection, MessagingOptions options, CancellationToken cancellationToken) =>
        await DeleteAsync(connection, DeleteSent, options.Outbox.Retention, options.PartitionLength, cancellationToken)
        + await DeleteAsync(connection, DeleteConsumed, options.InboxRetention, options.PartitionLength, cancellationToken);

    private async Task<long> DeleteAsync(
        NpgsqlConnection connection,
        SchemaSql statement,
        TimeSpan retention,
        TimeSpan partition,
        CancellationToken cancellationToken
    )
    {
        if (retention >= partition)
        {
            return 0;
        }

        await using var command = new NpgsqlCommand(statement.In(database.Schema), connection);
        command.Parameters.Add(new NpgsqlParameter("retention", retention));
        long all = 0;
        int deleted;
        do
        {
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            all += deleted;
        } while (deleted == BatchSize);
        return all;
    }
}
