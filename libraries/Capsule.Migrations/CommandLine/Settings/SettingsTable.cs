using System.Text.Json;
using Capsule.Data;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Migrations;

/// <summary>The owner's statements on <c>service_settings</c>.</summary>
internal sealed class SettingsTable(NpgsqlConnection connection, string schema)
{
    private readonly string _table = SqlText.Identifier(schema, "service_settings");

    /// <summary>Returns all rows in the order of their keys. Relies on pk_service_settings.</summary>
    public async Task<List<StoredSetting>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select key, value::text as value, description, updated_at from {_table} order by key",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var settings = new List<StoredSetting>();
        while (await reader.ReadAsync(cancellationToken))
        {
            settings.Add(
                new StoredSetting(
                    (string)reader["key"],
                    JsonSerializer.Deserialize<JsonElement>((string)reader["value"]),
                    reader["description"] as string,
                    new DateTimeOffset((DateTime)reader["updated_at"])
                )
            );
        }

        return settings;
    }

    /// <summary>Stores a value.</summary>
    public Task WriteAsync(string key, JsonElement value, string description, CancellationToken cancellationToken) =>
        ExecuteAsync(
            $"""
            insert into {_table} (key, value, description) values (@key, @value, @description)
            on conflict (key) do update set value = excluded.value, description = excluded.description
            """,
            [new("key", key), new("value", NpgsqlDbType.Jsonb) { Value = value.GetRawText() }, new("description", description)],
            cancellationToken
        );

    /// <summary>Removes a value.</summary>
    public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
        ExecuteAsync($"delete from {_table} where key = @key", [new("key", key)], cancellationToken);

    private async Task ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A row of <c>service_settings</c>.</summary>
/// <param name="Key">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Description">What the setting does.</param>
/// <param name="UpdatedAt">When the value was set (UTC).</param>
internal sealed record StoredSetting(string Key, JsonElement Value, string? Description, DateTimeOffset UpdatedAt);
