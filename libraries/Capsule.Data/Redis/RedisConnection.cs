using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.Data;

/// <summary>
/// The service's connection to Redis, made in the background when the host starts. Stays beside the registered multiplexer because
/// resolving that one blocks its thread until Redis has answered or the connect timeout is over; requests must not.
/// </summary>
internal sealed class RedisConnection(IServiceProvider services, IConfiguration configuration, IHostEnvironment environment, RedisGate gate)
    : IHostedService
{
    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connecting;

    /// <summary>Tells whether Redis may be asked now.</summary>
    public RedisGate Gate => gate;

    /// <summary>Returns the client once its first attempt to connect is over; it reconnects by itself.</summary>
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
        // Names a missing or refused setting at start; the client would only do so at its first use.
        _ = RedisSettings.Resolve(configuration, environment);
        _ = GetAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
