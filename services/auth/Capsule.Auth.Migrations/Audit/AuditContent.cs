namespace Capsule.Auth.Migrations.Audit;

/// <summary>The content of a row that its hash covers.</summary>
internal static class AuditContent
{
    /// <summary>
    /// The row's columns as an SQL array of texts, in order. The hash covers each text as its length in bytes (32 bits, big-endian) and its
    /// UTF-8 bytes; null as the length -1. Times are microseconds since 1970. The form must never change, because written rows keep it.
    /// </summary>
    public const string Fields = """
        array[sequence::text, (extract(epoch from occurred_at) * 1000000)::bigint::text, id::text, event::text, actor_id::text, target_id::text,
            session_id::text, address::text, user_agent::text, data::text, (extract(epoch from created_at) * 1000000)::bigint::text]
        """;
}
