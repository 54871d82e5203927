using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Makes the server that a Redis resource stands for.</summary>
internal static class RedisEmbedding
{
    internal static EmbeddedServerAnnotation Of(RedisResource resource) => new(async (site, cancellationToken) =>
    {
        var password = resource.PasswordParameter is { } parameter ? await parameter.GetValueAsync(cancellationToken) : null;
        return new RedisServer(site, resource.TryGetLastAnnotation<PersistenceAnnotation>(out var snapshots)
            ? new RedisSettings(password, snapshots.Interval, snapshots.KeysChangedThreshold)
            : new RedisSettings(password));
    });
}
