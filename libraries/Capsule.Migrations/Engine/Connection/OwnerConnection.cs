using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Opens the one connection that a run works on, waiting for a server that is still starting.</summary>
internal static class OwnerConnection
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects as the owner.</summary>
    /// <exception cref="MigrationException">
    /// The server was not ready before the deadline, it refused the owner, or a pooler does not keep sessions.
    /// </exception>
    public static async Task<NpgsqlConnection> OpenAsync(
        NpgsqlConnectionStringBuilder settings,
        MigrationOptions options,
        CancellationToken cancellationToken
    )
    {
        var start = options.Clock.GetTimestamp();
        var where = string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}, database \"{settings.Database}\"");
        string? said = null;
        while (true)
        {
            var connection = new NpgsqlConnection(Session(settings, options).ConnectionString);
            connection.Notice += (_, notice) => Tell(notice.Notice, options);
            try
            {
                await connection.OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand($"{SessionDefaults.Settings(options)} select pg_backend_pid()", connection);
                await PoolerCheck.RunAsync(connection, (int)(await command.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
                return connection;
            }
            catch (MigrationException)
            {
                await connection.DisposeAsync();
                throw;
            }
            catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
            {
                await connection.DisposeAsync();
                var reason = Reason(exception);
                if (!MayPass(exception) || options.Clock.GetElapsedTime(start) >= options.ServerWait)
                {
                    throw new MigrationException(
                        MigrationErrorKind.DatabaseUnavailable,
                        Refusal(exception, where, reason, options),
                        exception
                    );
                }

                if (said != reason)
                {
                    options.Progress($"waiting for {where}: {reason}");
                    said = reason;
                }
            }

            await Task.Delay(Interval, options.Clock, cancellationToken);
        }
    }

    private static NpgsqlConnectionStringBuilder Session(NpgsqlConnectionStringBuilder settings, MigrationOptions options) =>
        new(settings.ConnectionString)
        {
            // Not pooled: what the session holds ends with the run. No search path: names in migrations say their schema.
            Pooling = false,
            SearchPath = null,
            MaxAutoPrepare = 0,
            IncludeFailedBatchedCommand = true,
            CommandTimeout = 0,
            KeepAlive = 10, // While a backup is taken the session holds the lock and does nothing else: it must not look dead.
            ApplicationName = string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Service}-migrations {Environment.MachineName}/{Environment.ProcessId}"
            ),
            Timeout = Math.Clamp((int)options.ServerWait.TotalSeconds, 1, settings.Timeout),
        };

    private static void Tell(PostgresNotice notice, MigrationOptions options)
    {
        if (notice.InvariantSeverity == "WARNING")
        {
            options.Progress($"the server warns: {notice.MessageText}");
        }
    }

    private static bool MayPass(Exception exception) =>
        exception switch
        {
            PostgresException server => server.IsTransient
                || server.SqlState
                    is PostgresErrorCodes.CannotConnectNow
                        or PostgresErrorCodes.TooManyConnections
                        or PostgresErrorCodes.InvalidCatalogName
                        or PostgresErrorCodes.AdminShutdown
                        or PostgresErrorCodes.CrashShutdown,
            NpgsqlException client => client.IsTransient || client.InnerException is SocketException or TimeoutException or IOException,
            _ => true,
        };

    private static string Reason(Exception exception) =>
        exception switch
        {
            PostgresException server => server.MessageText,
            { InnerException: SocketException socket } => socket.Message,
            _ => exception.Message,
        };

    private static string Refusal(Exception exception, string where, string reason, MigrationOptions options) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName }
            ? $"There is no database at {where} (waited {options.ServerWait.TotalSeconds:0} s). A bundle migrates a database, it never creates one."
        : MayPass(exception) ? $"No connection to {where} within {options.ServerWait.TotalSeconds:0} s: {reason}"
        : $"{where} refused the connection: {reason}";
}
