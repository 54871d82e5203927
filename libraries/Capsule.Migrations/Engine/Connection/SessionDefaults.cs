using System.Globalization;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// The settings of the session in which every migration begins, whatever the one before it set: PostgreSQL's defaults for the role and the
/// database, and those of a migrator.
/// </summary>
internal sealed class SessionDefaults(NpgsqlConnection connection, MigrationOptions options)
{
    /// <summary>
    /// Settings of every migrator's session. The server notices a killed client within seconds, even in the middle of a long statement, and
    /// ends no statement for its length.
    /// </summary>
    private const string Sql = """
        set client_connection_check_interval = '2s';
        set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
        set idle_in_transaction_session_timeout = 0; set statement_timeout = 0;
        """;

    /// <summary>The statements that give a session these settings.</summary>
    public static string Settings(MigrationOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{Sql} set lock_timeout = {(long)options.LockTimeout.TotalMilliseconds};");

    /// <summary>Restores role, settings, cursors and temporary tables after a migration; locks stay.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "reset session authorization; reset role; reset all; close all; unlisten *; deallocate all; discard temp; " + Settings(options),
            connection
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
