using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console output of every resource.</summary>
public sealed class ResourceLoggerService(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes to the log of one instance of a resource; errors and worse appear as its standard error.</summary>
    public ILogger GetLogger(string resourceName) => Log(resourceName);

    /// <summary>First what is kept of the instance's log, then every new line; ends when the log is completed.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Log(resourceName).WatchAsync();

    /// <summary>What is kept of the resource's log.</summary>
    public IReadOnlyList<LogLine> GetBacklog(string resourceName) => Log(resourceName).Backlog();

    /// <summary>Ends the log for those who watch it now.</summary>
    public void Complete(string name) => Log(name).Complete();

    /// <summary>Adds one line of a process's output as it is.</summary>
    internal void AddLine(string resourceName, string content, bool isError) => Log(resourceName).Add(content, isError);

    private ResourceLog Log(string name) => _logs.GetOrAdd(name, static (_, clock) => new ResourceLog(clock), time);
}

/// <summary>A line of a resource's log.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
