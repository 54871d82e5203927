using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Microsoft.Extensions.Caching.StackExchangeRedis;

/// <summary>How the cache reaches Redis.</summary>
public class RedisCacheOptions : IOptions<RedisCacheOptions>
{
    /// <summary>The client's configuration string; used when there is no <see cref="ConnectionMultiplexerFactory"/>.</summary>
    public string? Configuration { get; set; }

    /// <summary>The client's options; used before <see cref="Configuration"/>.</summary>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>Gives the multiplexer to use.</summary>
    public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }

    /// <summary>What every key begins with.</summary>
    public string? InstanceName { get; set; }

    RedisCacheOptions IOptions<RedisCacheOptions>.Value => this;
}
