/// <summary>Redis settings that AddRedis does not offer.</summary>
internal static class RedisResourceExtensions
{
    /// <summary>
    /// Writes every change to an append-only file, so that at most the last second is lost. WithPersistence alone only saves snapshots.
    /// </summary>
    public static IResourceBuilder<RedisResource> WithAppendOnlyFile(this IResourceBuilder<RedisResource> redis) =>
        redis.WithServerArguments("--appendonly", "yes");

    /// <summary>Limits Redis' memory. When the memory is full, Redis evicts the least recently used keys that have an expiry.</summary>
    public static IResourceBuilder<RedisResource> WithMemoryLimit(this IResourceBuilder<RedisResource> redis, string limit) =>
        redis.WithServerArguments("--maxmemory", limit, "--maxmemory-policy", "volatile-lru");

    // In the manifest, AddRedis passes a single argument: the command line of a shell.
    private static IResourceBuilder<RedisResource> WithServerArguments(
        this IResourceBuilder<RedisResource> redis,
        params string[] arguments
    ) =>
        redis.WithArgs(context =>
        {
            if (context.ExecutionContext.IsPublishMode && context.Args is [.., string commandLine])
            {
                context.Args[^1] = $"{commandLine} {string.Join(' ', arguments)}";
                return;
            }

            foreach (var argument in arguments)
            {
                context.Args.Add(argument);
            }
        });
}
