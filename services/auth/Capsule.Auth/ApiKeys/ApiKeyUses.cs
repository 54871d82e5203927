using System.Collections.Concurrent;
using Capsule.Workers;

namespace Capsule.Auth.ApiKeys;

/// <summary>Writes when API keys were last used, for many keys at a time and some seconds later, so that no request waits for it.</summary>
internal sealed class ApiKeyUses(WorkerContext context, IServiceScopeFactory scopes)
    : RecurringWork(context, "The times at which API keys were last used are not written")
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, bool> _used = new();

    /// <inheritdoc/>
    protected override WorkSchedule Schedule { get; } = new(Interval) { StartsAtOnce = false };

    /// <summary>Notes the use of a key, unless it was written within <see cref="ApiKeyTable.UseInterval"/>.</summary>
    public void Add(Guid key, DateTimeOffset? lastWritten)
    {
        if (lastWritten is null || TimeProvider.GetUtcNow() - lastWritten >= ApiKeyTable.UseInterval)
        {
            _used.TryAdd(key, true);
        }
    }

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        Guid[] keys = [.. _used.Keys];
        if (keys.Length == 0)
        {
            return RunResult.Idle;
        }

        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ApiKeyTable>().UsedAsync(keys, cancellationToken);
        foreach (var key in keys)
        {
            _used.TryRemove(key, out _);
        }

        return RunResult.Did(keys.Length);
    }
}
