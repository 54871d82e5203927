// Stands in for Microsoft.Extensions.Http.Resilience: AddStandardResilienceHandler with its options, on Polly.Core. The types of
// Polly.RateLimiting that its options expose are here too, because that package goes missing together with this one.
// Not covered: hedging, custom pipelines, selection by authority, enrichment of telemetry.
using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;

namespace Polly.RateLimiting;

/// <summary>Options of the strategy that limits how many executions run at once.</summary>
public class RateLimiterStrategyOptions : ResilienceStrategyOptions
{
    /// <summary>Names the strategy "RateLimiter".</summary>
    public RateLimiterStrategyOptions() => Name = "RateLimiter";

    /// <summary>The concurrency limiter's options: 1000 at once, none queued.</summary>
    [Required]
    public ConcurrencyLimiterOptions DefaultRateLimiterOptions { get; set; } = new() { PermitLimit = 1000, QueueLimit = 0 };
}

/// <summary>An execution was refused by the rate limiter.</summary>
public sealed class RateLimiterRejectedException : ExecutionRejectedException
{
    /// <summary>Creates the exception with its standard message.</summary>
    public RateLimiterRejectedException()
        : base("The operation could not be executed because it was rejected by the rate limiter.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public RateLimiterRejectedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public RateLimiterRejectedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
