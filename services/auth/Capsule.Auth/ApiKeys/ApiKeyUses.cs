using System.Collections.Concurrent;
using System.Diagnostics;

namespace Capsule.Auth.ApiKeys;

/// <summary>Writes when API keys were last used, some seconds later and together, so that no request waits for it.</summary>
internal sealed class ApiKeyUses(IServiceScopeFactory scopes, TimeProvider time, ILogger<ApiKeyUses> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, bool> _used = new();

    /// <summary>Notes that a key is used, unless that was written a moment ago.</summary>
    public void Add(Guid key, DateTimeOffset? lastWritten)
    {
        if (lastWritten is null || time.GetUtcNow() - lastWritten >= ApiKeyTable.UseInterval)
        {
            _used.TryAdd(key, true);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled: it makes no traces.
        using var quiet = new Activity("API key uses").Start();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("When API keys were used was not written: {Reason}", exception.GetBaseException().Message);
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        Guid[] keys = [.. _used.Keys];
        if (keys.Length == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ApiKeyTable>().UsedAsync(keys, cancellation);
        foreach (var key in keys)
        {
            _used.TryRemove(key, out _);
        }
    }
}
