using System.Net.Sockets;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Capsule.Data;

/// <summary>
/// Retries at most twice, within half a second, and only failures that certainly had no effect: a connection that was never opened, or a
/// transaction that the server rolled back because of a conflict. A statement whose connection broke is not retried, because it may have
/// been committed. Inside a transaction that the code began itself nothing is retried, so such transactions need no execution strategy
/// around them.
/// </summary>
internal sealed class SafeRetryStrategy(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(dependencies, MaxRetries, MaxDelay, errorCodesToAdd: null)
{
    internal const int MaxRetries = 2;
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);

    // The base class refuses transactions that it did not begin; this strategy runs them once.
    protected override void OnFirstExecution() => ExceptionsEncountered.Clear();

    protected override bool ShouldRetryOn(Exception? exception) =>
        Dependencies.CurrentContext.Context.Database.CurrentTransaction is null && CertainlyHadNoEffect(exception);

    /// <summary>Whether an operation that failed with this exception can be repeated safely.</summary>
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
