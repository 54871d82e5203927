using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Capsule.Monitor.Tests.Alerts;

/// <summary>Keeps what monitor logs of alerts, from information on.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _entries = new();

    /// <summary>As in <c>Warning: Alert …</c>.</summary>
    public IReadOnlyList<string> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName.StartsWith("Capsule.Monitor.Alerts", StringComparison.Ordinal), _entries);

    public void Dispose()
    {
    }

    private sealed class Logger(bool keeps, ConcurrentQueue<string> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => keeps && logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                entries.Enqueue($"{logLevel}: {formatter(state, exception)}");
            }
        }
    }
}
