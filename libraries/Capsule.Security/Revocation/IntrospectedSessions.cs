namespace Capsule.Security;

/// <summary>
/// Introspects tokens at auth to find out whether their sessions have ended, while Redis is down. Results are cached for some seconds.
/// </summary>
internal sealed class IntrospectedSessions(ThrottledIntrospection introspection, TimeProvider timeProvider)
{
    private const int MaxEntries = 10_000;
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(3);

    private readonly ExpiringCache<Guid, IntrospectedToken> _cache = new(timeProvider, MaxEntries);

    /// <summary>Returns whether a token's session has ended; null when auth does not answer.</summary>
    public async ValueTask<bool?> HasEndedAsync(Guid session, string token)
    {
        var result = introspection.IsAvailable
            ? await _cache.GetAsync(session, () => introspection.IntrospectAsync(token), static result => (result.Active, CacheDuration))
            : null;
        return !result?.Active;
    }
}
