using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Capsule.Testing;

/// <summary>Keeps what categories that begin with <paramref name="categories"/> log, from level <paramref name="least"/> on.</summary>
public sealed class RecordedLogs(LogLevel least = LogLevel.Warning, string categories = "") : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    /// <summary>In the order in which they came, as in <c>Warning: Alert …</c>.</summary>
    public IReadOnlyList<string> Entries => [.. _entries.Select(entry => $"{entry.Level}: {entry.Message}")];

    /// <summary>Warnings, with their categories and exceptions.</summary>
    public IReadOnlyList<string> Warnings => [.. _entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.ToString())];

    /// <summary>Errors and worse, with their categories and exceptions.</summary>
    public IReadOnlyList<string> Errors => [.. _entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => entry.ToString())];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        new Logger(categoryName, categoryName.StartsWith(categories, StringComparison.Ordinal) ? least : LogLevel.None, _entries);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed record Entry(LogLevel Level, string Category, string Message, Exception? Exception)
    {
        public override string ToString() => $"{Category}: {Message} {Exception}";
    }

    private sealed class Logger(string category, LogLevel least, ConcurrentQueue<Entry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                entries.Enqueue(new Entry(logLevel, category, formatter(state, exception), exception));
            }
        }
    }
}
