using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Executes the commands of resources.</summary>
public sealed class ResourceCommandService(
    ResourceNotificationService notifications, ResourceLoggerService loggers, DistributedApplicationModel model, IServiceProvider services)
{
    /// <summary>Executes a command on one instance of a resource.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var resource = notifications.TryGetCurrentState(resourceId, out var state)
            ? state.Resource
            : model.Resources.FirstOrDefault(r => r.Name.Equals(resourceId, StringComparison.OrdinalIgnoreCase));
        return resource is null
            ? Task.FromResult(CommandResults.Failure($"Resource '{resourceId}' not found."))
            : ExecuteAsync(resource, state?.ResourceId ?? resource.Name, commandName, cancellationToken);
    }

    /// <summary>Executes a command on all instances of a resource.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var results = await Task.WhenAll(notifications.InstancesOf(resource)
            .Select(async id => (Id: id, Result: await ExecuteAsync(resource, id, commandName, cancellationToken))));
        return results.Length == 1 ? results[0].Result : Together(results);
    }

    private static ExecuteCommandResult Together((string Id, ExecuteCommandResult Result)[] results)
    {
        var failures = results.Where(r => !r.Result.Success && !r.Result.Canceled).ToArray();
        return failures.Length > 0
            ? CommandResults.Failure(string.Join(
                Environment.NewLine,
                failures.Select(f => $"Resource '{f.Id}' failed with error message: {f.Result.ErrorMessage}").Prepend($"{failures.Length} command executions failed.")))
            : results.FirstOrDefault(r => r.Result.Canceled).Result ?? CommandResults.Success();
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(
        IResource resource, string resourceId, string commandName, CancellationToken cancellationToken)
    {
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(c => c.Name == commandName);
        if (command is null)
        {
            return CommandResults.Failure($"Command '{commandName}' not available for resource '{resourceId}'.");
        }

        var logger = loggers.GetLogger(resourceId);
        try
        {
            var result = await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = services,
                ResourceName = resourceId,
                CancellationToken = cancellationToken,
            });
            if (!result.Success && !result.Canceled)
            {
                logger.LogError("Failure executing command '{Command}': {Error}", commandName, result.ErrorMessage);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Error executing command '{Command}'.", commandName);
            return CommandResults.Failure("Unhandled exception thrown.");
        }
    }
}
