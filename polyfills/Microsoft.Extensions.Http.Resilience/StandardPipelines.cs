using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.RateLimiting;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Holds one pipeline per client, which all its handlers share; built again when its options change.</summary>
internal sealed class StandardPipelines : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ResiliencePipeline<HttpResponseMessage>>> _pipelines = new();
    private readonly IOptionsMonitor<HttpStandardResilienceOptions> _options;
    private readonly PipelineLog _log;
    private readonly TimeProvider _time;
    private readonly IDisposable? _changes;

    public StandardPipelines(IOptionsMonitor<HttpStandardResilienceOptions> options, ILoggerFactory loggers, TimeProvider? time = null)
    {
        _options = options;
        _log = new PipelineLog(loggers.CreateLogger("Polly"));
        _time = time ?? TimeProvider.System;
        _changes = options.OnChange((_, name) => _pipelines.TryRemove(name ?? "", out var _));
    }

    public ResiliencePipeline<HttpResponseMessage> Get(string name) =>
        _pipelines.GetOrAdd(name, key => new Lazy<ResiliencePipeline<HttpResponseMessage>>(() => Build(key))).Value;

    public void Dispose() => _changes?.Dispose();

    private ResiliencePipeline<HttpResponseMessage> Build(string name)
    {
        var options = _options.Get(name);
        return new ResiliencePipelineBuilder<HttpResponseMessage> { Name = name, TimeProvider = _time, TelemetryListener = _log }
            .AddStrategy(
                _ => new RateLimiterStrategy(new ConcurrencyLimiter(options.RateLimiter.DefaultRateLimiterOptions)), options.RateLimiter)
            .AddTimeout(options.TotalRequestTimeout)
            .AddRetry(options.Retry)
            .AddCircuitBreaker(options.CircuitBreaker)
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }
}
