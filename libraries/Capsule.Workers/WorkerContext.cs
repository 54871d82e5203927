using Microsoft.Extensions.Logging;

namespace Capsule.Workers;

/// <summary>The services that every worker needs; a worker passes the context to <see cref="RecurringWork"/>.</summary>
public sealed class WorkerContext
{
    internal WorkerContext(
        TimeProvider timeProvider,
        Random random,
        ILoggerFactory loggers,
        WorkerTelemetry telemetry,
        Func<IWorkerLeases> leases
    )
    {
        (TimeProvider, Random, Loggers, Telemetry, Leases) = (timeProvider, random, loggers, telemetry, leases);
    }

    internal TimeProvider TimeProvider { get; }

    internal Random Random { get; }

    internal ILoggerFactory Loggers { get; }

    internal WorkerTelemetry Telemetry { get; }

    /// <summary>
    /// Resolved by the first worker that needs a lease, because a service without a database may have workers without leases.
    /// </summary>
    internal Func<IWorkerLeases> Leases { get; }
}
