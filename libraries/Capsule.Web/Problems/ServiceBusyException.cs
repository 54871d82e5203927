namespace Capsule.Web;

/// <summary>The service cannot process the request in time, because it is overloaded; answered with 503 and Retry-After.</summary>
/// <param name="message">What is overloaded, for the caller.</param>
/// <param name="retryAfterSeconds">Seconds until the caller should try again.</param>
public sealed class ServiceBusyException(string message, int retryAfterSeconds) : Exception(message)
{
    /// <summary>Seconds until the caller should try again.</summary>
    public int RetryAfterSeconds => retryAfterSeconds;
}
