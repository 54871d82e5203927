using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Cache;

/// <summary>Checks Redis's settings when the host starts, and connects in the background so that no request waits for it.</summary>
internal sealed class RedisStart(IServiceProvider services, IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = RedisSettings.Resolve(configuration);
        _ = Task.Run(Connect, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Connect()
    {
        try
        {
            _ = services.GetRequiredService<IConnectionMultiplexer>();
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException or TimeoutException)
        {
            // Whoever uses it next tries again, and says so.
        }
    }
}
