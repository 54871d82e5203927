using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.Data;

/// <summary>
/// The service's connection to Redis, opened in the background when the host starts. Resolving the registered multiplexer blocks the
/// caller's thread until Redis answers or the connect timeout expires; requests must not wait for that.
/// </summary>
internal sealed class RedisConnection(IServiceProvider services, IConfiguration configuration, IHostEnvironment environment, RedisGate gate)
    : IHostedService
{
    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connecting;

    /// <summary>Tells whether callers may use Redis now.</summary>
    public RedisGate Gate => gate;

    /// <summary>Returns the client after its first connection attempt; the client reconnects by itself.</summary>
    public Task<IConnectionMultiplexer> GetAsync()
    {
        lock (_lock)
        {
            if (_connecting is null or { IsFaulted: true })
            {
                _connecting = Task.Run(services.GetRequiredService<IConnectionMultiplexer>);
            }

            return _connecting;
        }
    }

    public async Task<IDatabase> DatabaseAsync() => (await GetAsync()).GetDatabase();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Reports a missing or refused setting at start; the client would report it only when it is first used.
        _ = RedisSettings.Resolve(configuration, environment);
        _ = GetAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
