using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Cleanup;

/// <summary>Runs every <see cref="ICleanup"/> now and then; one that fails is tried again the next time and keeps no other from its work.</summary>
internal sealed class CleanupService(IServiceScopeFactory scopes, TimeProvider time, IOptions<CleanupOptions> options, ILogger<CleanupService> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled: nobody's request.
        using var quiet = new Activity("cleanup").Start();
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var cleanup in scope.ServiceProvider.GetServices<ICleanup>())
            {
                await RunAsync(cleanup, stoppingToken);
            }
        }
    }

    private async Task RunAsync(ICleanup cleanup, CancellationToken cancellation)
    {
        try
        {
            if (await cleanup.RunAsync(cancellation) is > 0 and var removed)
            {
                logger.LogInformation("Removed {Number} {What}", removed, cleanup.Of);
            }
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            logger.LogWarning("{What} could not be removed, and will be later: {Reason}", cleanup.Of, exception.GetBaseException().Message);
        }
    }
}
