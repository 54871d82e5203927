using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Gathers what a resource is started with.</summary>
public interface IExecutionConfigurationBuilder
{
    /// <summary>Resolves the values; waits until they are known.</summary>
    Task<IExecutionConfigurationResult> BuildAsync(
        DistributedApplicationExecutionContext executionContext, ILogger? resourceLogger = null, CancellationToken cancellationToken = default);
}
