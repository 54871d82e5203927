namespace Capsule.Auth.Migrations.Audit;

/// <summary>What of a row the hash is over.</summary>
internal static class AuditContent
{
    /// <summary>
    /// The row's columns as an SQL array of texts, in order. Each text counts as its length in bytes (32 bits, big-endian) and itself in
    /// UTF-8; null as the length -1. Times are microseconds since 1970. The form is fixed: rows that were written with it stay as they are.
    /// </summary>
    public const string Fields = """
        array[sequence::text, (extract(epoch from occurred_at) * 1000000)::bigint::text, id::text, event::text, actor_id::text, target_id::text,
            session_id::text, address::text, user_agent::text, data::text, (extract(epoch from created_at) * 1000000)::bigint::text]
        """;
}
