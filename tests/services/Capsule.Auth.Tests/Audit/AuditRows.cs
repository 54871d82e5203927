extern alias bundle;

using System.Text.Json;
using bundle::Capsule.Auth.Migrations.Audit;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Auth.Tests.Audit;

/// <summary>The audit log, as its tests look at it.</summary>
internal static class AuditRows
{
    /// <summary>
    /// All events of the test's users that have been chained, oldest first, once none waits; without those of the signing keys.
    /// </summary>
    public static async Task<List<AuditRow>> AuditAsync(this ServiceHost<Program> auth)
    {
        await auth.ChainedAsync();
        await using var command = auth.CreateCommand(
            """
            select event, actor_id, target_id, session_id, address::text, user_agent, data::text from mine.audit_log
            where event <> 'signing-key.rotated' order by sequence
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<AuditRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(
                new AuditRow(
                    reader.GetString(0),
                    Id(1),
                    Id(2),
                    Id(3),
                    reader.IsDBNull(4) ? null : reader.GetString(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5),
                    JsonSerializer.Deserialize<JsonElement>(reader.GetString(6))
                )
            );
        }

        return rows;

        Guid? Id(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
    }

    /// <summary>Returns once no event waits.</summary>
    public static Task ChainedAsync(this ServiceHost<Program> auth) =>
        Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from mine.audit_pending") == 0,
            "all events are chained"
        );

    /// <summary>Checks the chain as <c>capsule auth verify-audit</c> does.</summary>
    public static async Task<AuditReport> VerifyAsync(this TestDatabase database, string? expected = null)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        return await new AuditVerification(connection, "auth", _ => { }).RunAsync(expected, CancellationToken.None);
    }

    /// <summary>Changes the log as only a superuser can, past its triggers.</summary>
    public static Task TamperAsync(this TestDatabase database, string sql) =>
        database.ExecuteAsync($"set session_replication_role = replica; {sql}");
}

internal sealed record AuditRow(
    string Event,
    Guid? Actor,
    Guid? Target,
    Guid? Session,
    string? Address,
    string? UserAgent,
    JsonElement Data
);
