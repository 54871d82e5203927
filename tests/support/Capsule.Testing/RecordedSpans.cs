using System.Collections.Concurrent;
using System.Diagnostics;

namespace Capsule.Testing;

/// <summary>Keeps all that a trace may have of every span of this process: names, tags, events and baggage.</summary>
public sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<string> _spans = new();
    private readonly ActivityListener _listener;

    /// <summary>Begins.</summary>
    public RecordedSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _spans.Enqueue(Describe(span)),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<string> Spans => [.. _spans];

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static string Describe(Activity span) =>
        $"{span.Source.Name}: {span.OperationName} {span.DisplayName} {span.StatusDescription} {Pairs(span.TagObjects)} "
        + string.Join(' ', span.Events.Select(static happened => $"{happened.Name} {Pairs(happened.Tags)}"))
        + string.Join(' ', span.Baggage.Select(static pair => $"{pair.Key}={pair.Value}"));

    private static string Pairs(IEnumerable<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.Select(static tag => $"{tag.Key}={tag.Value}"));
}
