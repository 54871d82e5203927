using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Capsule.Testing;

/// <summary>Keeps what categories that begin with <paramref name="categories"/> log, from level <paramref name="least"/> on.</summary>
public sealed class RecordedLogs(LogLevel least = LogLevel.Warning, string categories = "") : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    // One of each host that logs here.
    private readonly ConcurrentBag<IExternalScopeProvider> _scopes = [];

    /// <summary>In the order in which they came, as in <c>Warning: Alert …</c>.</summary>
    public IReadOnlyList<string> Entries => [.. _entries.Select(entry => $"{entry.Level}: {entry.Message}")];

    /// <summary>Warnings, with their categories and exceptions.</summary>
    public IReadOnlyList<string> Warnings =>
        [.. _entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.ToString())];

    /// <summary>Errors and worse, with their categories and exceptions.</summary>
    public IReadOnlyList<string> Errors => [.. _entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => entry.ToString())];

    /// <summary>
    /// All that a log may have of each: category, message, exception, and what a structured log has of the values and the scopes.
    /// </summary>
    public IReadOnlyList<string> Whole => [.. _entries.Select(entry => $"{entry} {entry.Values}")];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        new Logger(categoryName, categoryName.StartsWith(categories, StringComparison.Ordinal) ? least : LogLevel.None, this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes.Add(scopeProvider);

    /// <inheritdoc/>
    public void Dispose() { }

    private void Add<TState>(
        LogLevel level,
        string category,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        List<string> values = [Values(state)];
        foreach (var scopes in _scopes)
        {
            scopes.ForEachScope(static (scope, values) => values.Add(Values(scope)), values);
        }

        _entries.Enqueue(new Entry(level, category, formatter(state, exception), exception, string.Join(" => ", values)));
    }

    // While it is logged: what a scope has may be another request's later.
    private static string Values(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> pairs
            ? $"{state} {string.Join(' ', pairs.Select(pair => $"{pair.Key}={Value(pair.Value)}"))}"
            : $"{state}";

    private static string Value(object? value) =>
        value is System.Collections.IEnumerable several and not string ? string.Join(',', several.Cast<object?>()) : $"{value}";

    private sealed record Entry(LogLevel Level, string Category, string Message, Exception? Exception, string Values)
    {
        public override string ToString() => $"{Category}: {Message} {Exception}";
    }

    private sealed class Logger(string category, LogLevel least, RecordedLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

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
                logs.Add(logLevel, category, state, exception, formatter);
            }
        }
    }
}
