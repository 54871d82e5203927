using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Makes the server that a PostgreSQL resource stands for.</summary>
internal static class PostgresEmbedding
{
    internal static EmbeddedServerAnnotation Of(PostgresServerResource resource) => new(async (site, cancellationToken) =>
    {
        var image = resource.Annotations.OfType<ContainerImageAnnotation>().Last();
        return new PostgresServer(site, new PostgresSettings(
            await resource.UserNameReference.GetValueAsync(cancellationToken) ?? "",
            await resource.PasswordParameter.GetValueAsync(cancellationToken) ?? "",
            [.. resource.Databases.Values],
            image.Image,
            image.Tag)
        {
            Arguments = await resource.ResolveArgumentsAsync(cancellationToken),
        });
    });
}
