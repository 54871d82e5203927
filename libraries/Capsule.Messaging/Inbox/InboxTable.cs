using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>The statements on <c>inbox_messages</c>.</summary>
internal static class InboxTable
{
    /// <summary>
    /// Records messages and returns those that were new. Relies on pk_inbox_messages. All transactions insert in the same order, so that
    /// two groups with the same messages do not deadlock.
    /// </summary>
    public static readonly SchemaSql Record = new(
        """
        insert into {schema}.inbox_messages (message_id, consumer)
        select message_id, @consumer from unnest(@messages) message_id order by message_id
        on conflict do nothing returning message_id
        """
    );
}
