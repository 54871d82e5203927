using System.Text.Json;
using Capsule.Data;
using Capsule.Messaging;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Migrations;

/// <summary>The owner's statements on a service's <c>dead_letters</c>.</summary>
internal sealed class DeadLetters(NpgsqlConnection connection, string schema)
{
    private const string Columns =
        "id, consumer, message_id, type, reason, redeliveries, redeliver_at, octet_length(body), created_at, updated_at";

    private readonly string _table = SqlText.Identifier(schema, "dead_letters");

    /// <summary>Oldest first, those after <paramref name="after"/>. Relies on pk_dead_letters.</summary>
    public async Task<List<DeadLetterSummary>> ListAsync(string? consumer, Guid? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {_table} where id > $1 and ($2 is null or consumer = $2) order by id limit $3",
            connection
        )
        {
            Parameters =
            {
                new() { Value = after ?? Guid.Empty },
                Text(consumer),
                new() { Value = limit },
            },
        };
        var letters = new List<DeadLetterSummary>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(Summary(reader));
        }

        return letters;
    }

    /// <summary>One, whole.</summary>
    /// <exception cref="BundleException">There is none of that id.</exception>
    public async Task<(DeadLetterSummary Summary, DeadLetterContent Content)> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns}, content_type, headers::text, detail, body from {_table} where id = $1",
            connection
        )
        {
            Parameters = { new() { Value = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (
                Summary(reader),
                new DeadLetterContent(
                    Text(reader, 10),
                    JsonSerializer.Deserialize<JsonElement>(reader.GetString(11)),
                    Text(reader, 12),
                    reader.GetFieldValue<byte[]>(13)
                )
            )
            : throw Missing([id]);
    }

    /// <summary>Makes them due, with all their redeliveries before them, and wakes the service.</summary>
    /// <exception cref="BundleException">One that is named is not there; then none is.</exception>
    public Task<IReadOnlyList<Guid>> ReplayAsync(DeadLetterChoice choice, CancellationToken cancellationToken) =>
        ChangeAsync(
            $"update {_table} set redeliver_at = current_timestamp, redeliveries = 0",
            choice,
            DeadLetterSql.Notify(schema),
            cancellationToken
        );

    /// <summary>Removes them.</summary>
    /// <exception cref="BundleException">One that is named is not there; then none is.</exception>
    public Task<IReadOnlyList<Guid>> DiscardAsync(DeadLetterChoice choice, CancellationToken cancellationToken) =>
        ChangeAsync($"delete from {_table}", choice, null, cancellationToken);

    private async Task<IReadOnlyList<Guid>> ChangeAsync(
        string change,
        DeadLetterChoice choice,
        string? then,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = new List<Guid>();
        await using (
            var command = new NpgsqlCommand(
                $"{change} where ($1 is null or id = any($1)) and ($2 is null or consumer = $2) returning id",
                connection
            )
        )
        {
            command.Parameters.Add(
                new() { Value = (object?)choice.Ids ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid }
            );
            command.Parameters.Add(Text(choice.Consumer));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                changed.Add(reader.GetGuid(0));
            }
        }

        if (choice.Ids?.Except(changed).ToList() is { Count: > 0 } missing)
        {
            throw Missing(missing);
        }

        if (then is not null)
        {
            await using var notify = new NpgsqlCommand(then, connection);
            await notify.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        changed.Sort();
        return changed;
    }

    private static DeadLetterSummary Summary(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetGuid(2),
            Text(reader, 3),
            reader.GetString(4),
            reader.GetInt32(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
            reader.GetInt32(7),
            reader.GetFieldValue<DateTimeOffset>(8),
            reader.GetFieldValue<DateTimeOffset>(9)
        );

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static BundleException Missing(IEnumerable<Guid> ids) =>
        new(
            BundleExitCode.Usage,
            $"There is no dead letter {string.Join(", ", ids)}: it went back to its queue, or was discarded. Nothing was done."
        );
}
