using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <inheritdoc cref="IExecutionConfigurationBuilder"/>
public sealed class ExecutionConfigurationBuilder : IExecutionConfigurationBuilder
{
    private readonly IResource _resource;

    private ExecutionConfigurationBuilder(IResource resource) => _resource = resource;

    internal bool HasEnvironment { get; set; }

    /// <summary>Begins with nothing.</summary>
    public static IExecutionConfigurationBuilder Create(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ExecutionConfigurationBuilder(resource);
    }

    /// <inheritdoc/>
    public async Task<IExecutionConfigurationResult> BuildAsync(
        DistributedApplicationExecutionContext executionContext, ILogger? resourceLogger = null, CancellationToken cancellationToken = default)
    {
        var environment = new Dictionary<string, string>();
        var errors = new List<Exception>();
        foreach (var (name, value) in HasEnvironment ? _resource.CollectEnvironment() : [])
        {
            try
            {
                if (await ResourceConfiguration.TextAsync(value, cancellationToken) is { } text)
                {
                    environment[name] = text;
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                errors.Add(error);
            }
        }

        return new Result(environment, errors.Count == 0 ? null : new AggregateException(errors));
    }

    private sealed record Result(IEnumerable<KeyValuePair<string, string>> EnvironmentVariables, Exception? Exception) : IExecutionConfigurationResult;
}
