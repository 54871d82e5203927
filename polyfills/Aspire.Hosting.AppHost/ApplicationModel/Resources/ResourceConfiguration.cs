using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource is started or published with.</summary>
internal static class ResourceConfiguration
{
    /// <summary>The environment variables that the resource's annotations add: texts and <see cref="IValueProvider"/>s.</summary>
    public static async Task<Dictionary<string, object>> CollectEnvironmentAsync(
        this IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken,
        ILogger? logger = null)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken)
        {
            Logger = logger ?? NullLogger.Instance,
        };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        return context.EnvironmentVariables;
    }

    /// <summary>The arguments that the resource's annotations add: texts and <see cref="IValueProvider"/>s.</summary>
    public static async Task<IList<object>> CollectArgumentsAsync(
        this IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken,
        ILogger? logger = null)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken)
        {
            ExecutionContext = executionContext,
            Logger = logger ?? NullLogger.Instance,
        };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        return context.Args;
    }
}
