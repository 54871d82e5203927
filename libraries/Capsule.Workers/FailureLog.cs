using Microsoft.Extensions.Logging;

namespace Capsule.Workers;

/// <summary>
/// Logs failures of a repeated operation: the first failure, then at most one a minute, and the first success after failures.
/// </summary>
/// <param name="logger">The log.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="consequence">The consequence of the failures, for operators.</param>
internal sealed class FailureLog(ILogger logger, TimeProvider timeProvider, string consequence)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private long? _loggedAt;

    public void Failed(Exception exception, int failures, LogLevel level)
    {
        if (failures == 1 || _loggedAt is not { } last || timeProvider.GetElapsedTime(last) >= Interval)
        {
            _loggedAt = timeProvider.GetTimestamp();
            var reason = exception.GetBaseException().Message;
            logger.Log(level, "{Consequence} (failure {Failures} in a row): {Reason}", consequence, failures, reason);
        }

        logger.LogDebug(exception, "{Consequence} (failure {Failures} in a row)", consequence, failures);
    }

    public void Recovered(int failures)
    {
        _loggedAt = null;
        logger.LogInformation("Recovered after {Failures} failures. Until now: {Consequence}", failures, consequence);
    }
}
