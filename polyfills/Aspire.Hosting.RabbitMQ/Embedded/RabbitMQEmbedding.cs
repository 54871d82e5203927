using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Makes the server that a RabbitMQ resource stands for.</summary>
internal static class RabbitMQEmbedding
{
    internal static EmbeddedServerAnnotation Of(RabbitMQServerResource resource) => new(async (site, cancellationToken) =>
        new RabbitMQServer(site, new RabbitMQSettings(
            await resource.UserNameReference.GetValueAsync(cancellationToken) ?? "",
            await resource.PasswordParameter.GetValueAsync(cancellationToken) ?? "",
            resource.ManagementEndpoint is { IsAllocated: true } management ? management.Port : null)));
}
