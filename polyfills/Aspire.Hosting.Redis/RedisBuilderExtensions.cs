// Covers AddRedis, WithDataVolume, WithPersistence and WithHostPort of Aspire.Hosting.Redis, without TLS.
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Embedded;

namespace Aspire.Hosting;

/// <summary>Adds Redis servers.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>Adds a server; its password is generated where none is given.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var redis = new RedisResource(name, secret) { Entrypoint = "/bin/sh" };
        return builder.AddResource(redis)
            .WithAnnotation(RedisEmbedding.Of(redis))
            .WithEndpoint(port: port, targetPort: 6379, name: RedisResource.PrimaryEndpointName, scheme: "redis")
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "library/redis", Tag = "8.6" })
            .WithEnvironment(context => context.EnvironmentVariables["REDIS_PASSWORD"] = secret)
            .WithArgs(context =>
            {
                // The shell puts the password in.
                context.Args.Add("-c");
                context.Args.Add(string.Join(' ', ServerCommand(redis)));
            });
    }

    /// <summary>Keeps the server's data in a volume.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(
        this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithVolume(name, "/data", isReadOnly);
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <summary>Writes a snapshot when that many keys changed within the interval, a minute unless given.</summary>
    public static IResourceBuilder<RedisResource> WithPersistence(
        this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(
            new PersistenceAnnotation(interval, keysChangedThreshold), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Chooses the port that clients use.</summary>
    public static IResourceBuilder<RedisResource> WithHostPort(this IResourceBuilder<RedisResource> builder, int? port) =>
        builder.WithEndpoint(RedisResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    private static IEnumerable<string> ServerCommand(RedisResource redis)
    {
        string[] password = redis.PasswordParameter is null ? [] : ["--requirepass", "$REDIS_PASSWORD"];
        string[] persistence = redis.TryGetLastAnnotation<PersistenceAnnotation>(out var snapshots)
            ? ["--save", Text(snapshots.Interval.TotalSeconds), Text(snapshots.KeysChangedThreshold)]
            : [];
        return ["redis-server", .. password, .. persistence];

        static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
    }
}
