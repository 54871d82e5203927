using System.Net.Sockets;
using Npgsql;

namespace Capsule.Messaging;

/// <summary>Distinguishes a database that is down from a consumer that fails.</summary>
internal sealed class DatabaseOutage(Exception cause) : Exception(cause.Message, cause)
{
    public static bool Is(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case DatabaseOutage:
                case PostgresException { SqlState: var state } when IsConnectionState(state):
                case NpgsqlException { InnerException: SocketException or IOException }:
                    return true;
            }
        }

        return false;
    }

    // Matches connection exceptions, too many connections, and a server that stops, crashed or starts.
    private static bool IsConnectionState(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state
            is PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.AdminShutdown
                or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow;
}
