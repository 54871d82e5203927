using OpenIddict.Server;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// Logs OpenIddict's warnings and errors only. At lower levels OpenIddict logs requests and tokens, which must never be in a log.
/// </summary>
internal sealed class QuietLogger(ILoggerFactory factory) : ILogger<OpenIddictServerDispatcher>
{
    private readonly ILogger _logger = factory.CreateLogger<OpenIddictServerDispatcher>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && _logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (IsEnabled(logLevel))
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
