using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Limits how many requests are under way at once.</summary>
public class HttpRateLimiterStrategyOptions : RateLimiterStrategyOptions;

/// <summary>Ends a request, or an attempt, that takes too long (30 s unless set).</summary>
public class HttpTimeoutStrategyOptions : TimeoutStrategyOptions;

/// <summary>Stops sending while too many attempts fail.</summary>
public class HttpCircuitBreakerStrategyOptions : CircuitBreakerStrategyOptions<HttpResponseMessage>
{
    /// <summary>Counts transient failures: 5xx, 408, 429, <see cref="HttpRequestException"/> and timeouts.</summary>
    public HttpCircuitBreakerStrategyOptions() => ShouldHandle = static arguments => ValueTask.FromResult(Transient.Is(arguments.Outcome));
}

/// <summary>Sends a request again after a transient failure.</summary>
public class HttpRetryStrategyOptions : RetryStrategyOptions<HttpResponseMessage>
{
    private bool _shouldRetryAfterHeader;

    /// <summary>Three retries, exponential from 2 s with jitter, Retry-After honoured.</summary>
    public HttpRetryStrategyOptions()
    {
        ShouldHandle = static arguments => ValueTask.FromResult(Transient.Is(arguments.Outcome));
        BackoffType = DelayBackoffType.Exponential;
        UseJitter = true;
        ShouldRetryAfterHeader = true;
    }

    /// <summary>Whether a Retry-After header sets the delay.</summary>
    public bool ShouldRetryAfterHeader
    {
        get => _shouldRetryAfterHeader;
        set
        {
            _shouldRetryAfterHeader = value;
            DelayGenerator = value ? static arguments => ValueTask.FromResult(Transient.RetryAfter(arguments.Outcome.Result)) : null;
        }
    }
}
