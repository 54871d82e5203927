using Npgsql;

namespace Capsule.Workers;

/// <summary>The SQL of leases. A key is a hash of schema and name, because services may share a database.</summary>
internal static class LeaseSql
{
    public const string Ping = "select 1";

    /// <summary>PostgreSQL detects within half a minute, instead of two hours, that the holder's machine is gone.</summary>
    public const string Keepalive = """
        set tcp_keepalives_idle = 15;
        set tcp_keepalives_interval = 5;
        set tcp_keepalives_count = 3;
        """;

    private const string TryLockText = "select pg_try_advisory_lock(hashtextextended('capsule lease ' || @schema || '.' || @name, 0))";
    private const string UnlockText = "select pg_advisory_unlock(hashtextextended('capsule lease ' || @schema || '.' || @name, 0))";

    public static NpgsqlCommand TryLock(NpgsqlConnection connection, string schema, string name) =>
        Command(connection, TryLockText, schema, name);

    public static NpgsqlCommand Unlock(NpgsqlConnection connection, string schema, string name) =>
        Command(connection, UnlockText, schema, name);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string schema, string name) =>
        new(sql, connection) { CommandTimeout = 5, Parameters = { new("schema", schema), new("name", name) } };
}
