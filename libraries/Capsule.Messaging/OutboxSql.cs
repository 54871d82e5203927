using System.Text.Json;

namespace Capsule.Messaging;

/// <summary>SQL for a service's migrations.</summary>
public static class OutboxSql
{
    /// <summary>
    /// Creates the trigger that wakes the dispatcher when a transaction with events commits; <c>{schema}</c> stands for the service's
    /// schema, quoted. Without it events leave at the next poll.
    /// </summary>
    public const string CreateNotifyTrigger =
        """
        create or replace function {schema}.notify_outbox() returns trigger language plpgsql set search_path = pg_catalog as $$
        begin
            perform pg_notify(tg_table_schema || '_outbox', '');
            return null;
        end $$;
        create or replace trigger outbox_messages_notify after insert on {schema}.outbox_messages
            for each statement execute function {schema}.notify_outbox();
        """;

    /// <summary>Undoes <see cref="CreateNotifyTrigger"/>.</summary>
    public const string DropNotifyTrigger =
        """
        drop trigger if exists outbox_messages_notify on {schema}.outbox_messages;
        drop function if exists {schema}.notify_outbox();
        """;

    /// <summary>
    /// A statement that adds an event to the outbox of <paramref name="schema"/> if there is one yet, for what writes to a database without
    /// the service's context.
    /// </summary>
    public static string InsertIfThere(string schema, object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);

        var table = $"{Identifier(schema)}.outbox_messages";
        return $"""
            do $capsule$
            begin
                if to_regclass({Literal(table)}) is not null then
                    insert into {table} (id, type, payload) values ('{Guid.CreateVersion7()}', {Literal(EventName.Of(@event.GetType()).Type)},
                        {Literal(JsonSerializer.Serialize(@event, @event.GetType(), EventEnvelope.Json))}::jsonb);
                end if;
            end $capsule$
            """;
    }

    internal static string Channel(string schema) => $"{Checked(schema)}_outbox";

    internal static string Identifier(string schema) => $"\"{Checked(schema)}\"";

    private static string Literal(string text) =>
        $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal).Replace("$", "\\044", StringComparison.Ordinal)}'";

    private static string Checked(string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        return schema.AsSpan().IndexOfAny("\"'\\;\0") < 0 ? schema : throw new ArgumentException("Not the name of a schema.", nameof(schema));
    }
}
