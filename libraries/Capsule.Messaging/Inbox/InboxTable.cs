using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>The statement on <c>inbox_messages</c>.</summary>
internal static class InboxTable
{
    /// <summary>
    /// Records messages, and returns those that were not there. Relies on pk_inbox_messages. In one order everywhere, so that two groups
    /// with the same messages do not wait for each other.
    /// </summary>
    public static readonly SchemaSql Record = new(
        """
        insert into {schema}.inbox_messages (message_id, consumer)
        select message_id, @consumer from unnest(@messages) message_id order by message_id
        on conflict do nothing returning message_id
        """
    );
}
