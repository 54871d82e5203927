namespace Capsule.Web;

/// <summary>More is asked of the service than it can do in time; answered with 503 and Retry-After.</summary>
/// <param name="message">What is busy, for the caller.</param>
/// <param name="retryAfterSeconds">When it is worth trying again, in seconds.</param>
public sealed class ServiceBusyException(string message, int retryAfterSeconds) : Exception(message)
{
    /// <summary>When it is worth trying again, in seconds.</summary>
    public int RetryAfterSeconds => retryAfterSeconds;
}
