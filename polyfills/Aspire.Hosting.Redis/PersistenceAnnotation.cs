namespace Aspire.Hosting.ApplicationModel;

/// <summary>How often the server writes a snapshot of its data.</summary>
internal sealed class PersistenceAnnotation(TimeSpan? interval, long keysChangedThreshold) : IResourceAnnotation
{
    public TimeSpan Interval { get; } = interval ?? TimeSpan.FromSeconds(60);

    public long KeysChangedThreshold { get; } = keysChangedThreshold;
}
