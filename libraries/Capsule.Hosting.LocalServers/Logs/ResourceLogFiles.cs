using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Hosting.LocalServers;

/// <summary>Writes the log of every resource to a file. The dashboard loses all logs when the AppHost ends.</summary>
internal sealed class ResourceLogFiles(
    string root,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    TimeProvider timeProvider,
    ILogger logger
) : IHostedService, IDisposable
{
    /// <summary>How many runs are kept, the present one included.</summary>
    public const int MaxRuns = 5;

    /// <summary>The size at which a file is replaced; a resource has at most two files.</summary>
    private const long MaxBytes = 4 << 20;
    private readonly CancellationTokenSource _stopping = new();
    private Task _writing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var folder = LogFolder.Create(root, timeProvider.GetUtcNow(), MaxRuns);
            logger.LogInformation("Logs of the resources are in {Folder}", folder);
            _writing = WriteAllAsync(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The logs of the resources are not stored: {Reason}", exception.Message);
        }

        return Task.CompletedTask;
    }

    /// <summary>Ends the files. This service stops last, so the files contain what resources log while they stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
    }

    // A host whose start was cancelled is disposed without a stop.
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task WriteAllAsync(string folder)
    {
        Dictionary<string, Task> files = [];
        try
        {
            await foreach (var change in notifications.WatchAsync(_stopping.Token).ConfigureAwait(false))
            {
                // Parameters and databases run no program and have no log.
                if (change.Resource is ExecutableResource or ProjectResource or ContainerResource)
                {
                    files.TryAdd(change.ResourceId, Task.CompletedTask);
                    if (files[change.ResourceId].IsCompleted)
                    {
                        files[change.ResourceId] = WriteAsync(folder, change.Resource.Name, change.ResourceId);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(files.Values).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(string folder, string name, string resourceId)
    {
        await using var file = new LogFile(folder, name, MaxBytes);
        try
        {
            await foreach (var lines in logs.WatchAsync(resourceId).WithCancellation(_stopping.Token).ConfigureAwait(false))
            {
                await file.WriteAsync(lines.Select(static line => line.Content)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The AppHost stops.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The log of {Resource} is no longer stored: {Reason}", name, exception.Message);
        }
    }
}
