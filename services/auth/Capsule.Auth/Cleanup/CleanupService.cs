using Capsule.Workers;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Cleanup;

/// <summary>Runs every <see cref="ICleanup"/> periodically in one replica. A failing cleanup does not stop the others.</summary>
internal sealed class CleanupService(WorkerContext context, IServiceScopeFactory scopes, IOptions<CleanupOptions> options)
    : RecurringWork(context, "Old rows are not removed")
{
    /// <inheritdoc/>
    protected override WorkSchedule Schedule => new(options.Value.Interval) { StartsAtOnce = false };

    /// <inheritdoc/>
    protected override bool HasLease => true;

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        long removed = 0;
        List<string> failures = [];
        await using var scope = scopes.CreateAsyncScope();
        foreach (var cleanup in scope.ServiceProvider.GetServices<ICleanup>())
        {
            try
            {
                removed += await RunAsync(cleanup, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Logger.LogDebug(exception, "{What} could not be removed", cleanup.Of);
                failures.Add($"{cleanup.Of}: {exception.GetBaseException().Message}");
            }
        }

        return failures.Count == 0 ? RunResult.Did(removed) : throw new CleanupException(string.Join("; ", failures));
    }

    private async Task<long> RunAsync(ICleanup cleanup, CancellationToken cancellationToken)
    {
        var removed = await cleanup.RunAsync(cancellationToken);
        if (removed > 0)
        {
            Logger.LogInformation("Removed {Number} {What}", removed, cleanup.Of);
        }

        return removed;
    }

    private sealed class CleanupException(string message) : Exception(message);
}
