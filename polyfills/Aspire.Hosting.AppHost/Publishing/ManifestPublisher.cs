using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest to the file that the command line names.</summary>
internal sealed class ManifestPublisher(IConfiguration configuration)
{
    public Task PublishAsync(DistributedApplicationModel model, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{configuration} {model} {cancellationToken}");
}
