using Microsoft.Extensions.Logging;
using Polly.Telemetry;

namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Logs what the strategies do (retries, timeouts, an opened circuit) in category "Polly".</summary>
internal sealed class PipelineLog(ILogger logger) : TelemetryListener
{
    public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args)
    {
        var level = args.Event.Severity switch
        {
            ResilienceEventSeverity.Critical => LogLevel.Critical,
            ResilienceEventSeverity.Error => LogLevel.Error,
            ResilienceEventSeverity.Warning => LogLevel.Warning,
            ResilienceEventSeverity.Information => LogLevel.Information,
            ResilienceEventSeverity.Debug => LogLevel.Debug,
            _ => LogLevel.None,
        };
        if (logger.IsEnabled(level))
        {
            logger.Log(level, args.Outcome?.Exception, "Resilience event occurred. EventName: '{EventName}', Source: '{Pipeline}/{Strategy}', Result: '{Result}'",
                args.Event.EventName, args.Source.PipelineName, args.Source.StrategyName, Result(args.Outcome));
        }
    }

    private static object? Result<TResult>(Polly.Outcome<TResult>? outcome) => outcome switch
    {
        { Result: HttpResponseMessage response } => (int)response.StatusCode,
        { Exception: { } exception } => exception.Message,
        _ => null,
    };
}
