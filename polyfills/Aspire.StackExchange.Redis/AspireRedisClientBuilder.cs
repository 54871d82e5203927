using Microsoft.Extensions.Hosting;

namespace Aspire.StackExchange.Redis;

/// <summary>What has been registered, for those who register more on top of it.</summary>
/// <param name="hostBuilder">The application that is being built.</param>
/// <param name="settings">The settings in use.</param>
/// <param name="serviceKey">The key of the registered multiplexer, if it has one.</param>
public sealed class AspireRedisClientBuilder(IHostApplicationBuilder hostBuilder, StackExchangeRedisSettings settings, string? serviceKey)
{
    /// <summary>The application that is being built.</summary>
    public IHostApplicationBuilder HostBuilder { get; } = hostBuilder ?? throw new ArgumentNullException(nameof(hostBuilder));

    /// <summary>The settings in use.</summary>
    public StackExchangeRedisSettings Settings { get; } = settings;

    /// <summary>The key of the registered multiplexer, if it has one.</summary>
    public string? ServiceKey { get; } = serviceKey;
}
