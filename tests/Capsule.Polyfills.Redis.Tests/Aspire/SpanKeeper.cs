using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Capsule.Polyfills.Redis.Tests.Aspire;

/// <summary>Keeps the spans that end.</summary>
internal sealed class SpanKeeper : BaseProcessor<Activity>
{
    public ConcurrentQueue<Activity> Spans { get; } = new();

    public override void OnEnd(Activity data) => Spans.Enqueue(data);
}
