using System.Net.Sockets;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Capsule.Data;

/// <summary>
/// Retries, twice and within half a second, only what certainly did not take effect: a connection that was never made, a transaction that
/// the server rolled back for another's sake. A connection that broke under a statement is not retried, for the statement may have been
/// committed. Inside a transaction that code began itself nothing is retried, so such transactions need no execution strategy around them.
/// </summary>
internal sealed class SafeRetryStrategy(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(dependencies, MaxRetries, LongestDelay, errorCodesToAdd: null)
{
    internal const int MaxRetries = 2;
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    // The base refuses transactions that it did not begin; here they run once.
    protected override void OnFirstExecution() => ExceptionsEncountered.Clear();

    protected override bool ShouldRetryOn(Exception? exception) =>
        Dependencies.CurrentContext.Context.Database.CurrentTransaction is null && CertainlyHadNoEffect(exception);

    /// <summary>Whether what failed in this way may be done again.</summary>
    internal static bool CertainlyHadNoEffect(Exception? exception) =>
        exception switch
        {
            PostgresException server => server.SqlState
                is PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.TooManyConnections
                    or PostgresErrorCodes.CannotConnectNow,
            NpgsqlException { InnerException: SocketException } => true,
            _ => false,
        };
}
