using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Polly;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Checks each strategy's own ranges, and that the strategies fit together.</summary>
internal sealed class HttpStandardResilienceOptionsValidator : IValidateOptions<HttpStandardResilienceOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpStandardResilienceOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        object?[] strategies =
            [options.RateLimiter, options.TotalRequestTimeout, options.Retry, options.CircuitBreaker, options.AttemptTimeout];
        if (strategies.Contains(null))
        {
            result.AddError("No strategy of the standard resilience pipeline may be null.");
            return result.Build();
        }

        var errors = new List<ValidationResult>();
        foreach (var strategy in strategies)
        {
            Validator.TryValidateObject(strategy!, new ValidationContext(strategy!), errors, validateAllProperties: true);
        }

        result.AddResults(errors);
        CheckTogether(options, result);
        return result.Build();
    }

    private static void CheckTogether(HttpStandardResilienceOptions options, ValidateOptionsResultBuilder result)
    {
        var total = options.TotalRequestTimeout.Timeout;
        var attempt = options.AttemptTimeout.Timeout;
        if (attempt > total)
        {
            result.AddError(
                $"The total request timeout must be greater than the attempt timeout. Total: {total.TotalSeconds}s, attempt: {attempt.TotalSeconds}s");
        }

        if (options.CircuitBreaker.SamplingDuration < 2 * attempt)
        {
            result.AddError("The sampling duration of the circuit breaker must be at least double the attempt timeout. "
                + $"Sampling duration: {options.CircuitBreaker.SamplingDuration.TotalSeconds}s, attempt: {attempt.TotalSeconds}s");
        }

        var waits = CumulativeDelay(options.Retry);
        if (waits > total)
        {
            result.AddError("The cumulative delay of the retries must not be larger than the total request timeout. "
                + $"Cumulative delay: {waits.TotalSeconds}s, total: {total.TotalSeconds}s");
        }
    }

    private static TimeSpan CumulativeDelay(HttpRetryStrategyOptions retry)
    {
        var sum = 0d;
        for (var attempt = 0; attempt < retry.MaxRetryAttempts && sum < TimeSpan.MaxValue.Ticks; attempt++)
        {
            var factor = retry.BackoffType switch
            {
                DelayBackoffType.Exponential => Math.Pow(2, attempt),
                DelayBackoffType.Linear => attempt + 1,
                _ => 1,
            };
            sum += Math.Min(retry.Delay.Ticks * factor, retry.MaxDelay?.Ticks ?? double.MaxValue);
        }

        return sum < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)sum) : TimeSpan.MaxValue;
    }
}
