using System.Text.Json;

namespace Capsule.Messaging;

/// <summary>SQL of the outbox for callers without the service's context.</summary>
public static class OutboxSql
{
    /// <summary>The library whose steps create the outbox.</summary>
    public const string Library = "Capsule.Messaging";

    /// <summary>Returns a query that tells whether <paramref name="schema"/> has an outbox.</summary>
    public static string Exists(string schema) => $"select to_regclass({Literal(Table(schema))}) is not null";

    /// <summary>
    /// Returns a statement that adds an event to the outbox of <paramref name="schema"/> if the outbox exists, for callers without the
    /// service's context.
    /// </summary>
    public static string InsertIfThere(string schema, object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);

        var table = Table(schema);
        return $"""
            do $capsule$
            begin
                if to_regclass({Literal(table)}) is not null then
                    insert into {table} (id, type, payload) values ('{Guid.CreateVersion7()}', {Literal(
                EventName.Of(@event.GetType()).Type
            )},
                        {Literal(JsonSerializer.Serialize(@event, @event.GetType(), EventEnvelope.Json))}::jsonb);
                end if;
            end $capsule$
            """;
    }

    private static string Table(string schema) => $"{Identifier(schema)}.outbox_messages";

    internal static string Channel(string schema) => $"{Checked(schema)}_outbox";

    internal static string Identifier(string schema) => $"\"{Checked(schema)}\"";

    private static string Literal(string text) =>
        $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal).Replace("$", "\\044", StringComparison.Ordinal)}'";

    private static string Checked(string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        return schema.AsSpan().IndexOfAny("\"'\\;\0") < 0
            ? schema
            : throw new ArgumentException("The value is not a schema name.", nameof(schema));
    }
}
