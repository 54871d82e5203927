using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Says which server of this machine a container resource stands for.</summary>
/// <param name="create">Makes the server from what it is given to work with.</param>
internal sealed class EmbeddedServerAnnotation(Func<ServerSite, CancellationToken, ValueTask<EmbeddedServer>> create) : IResourceAnnotation
{
    /// <summary>Makes the server.</summary>
    internal ValueTask<EmbeddedServer> CreateAsync(ServerSite site, CancellationToken cancellationToken) => create(site, cancellationToken);
}
