// Covers AddRabbitMQ, WithDataVolume and WithManagementPlugin of Aspire.Hosting.RabbitMQ.
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Embedded;

namespace Aspire.Hosting;

/// <summary>Adds RabbitMQ brokers.</summary>
public static partial class RabbitMQBuilderExtensions
{
    private const string Image = "library/rabbitmq";

    /// <summary>Adds a broker; its password is generated where none is given.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var broker = new RabbitMQServerResource(name, userName?.Resource, secret);
        return builder.AddResource(broker)
            .WithAnnotation(RabbitMQEmbedding.Of(broker))
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = Image, Tag = "4.2" })
            .WithEndpoint(port: port, targetPort: 5672, name: RabbitMQServerResource.PrimaryEndpointName)
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["RABBITMQ_DEFAULT_USER"] = broker.UserNameReference;
                context.EnvironmentVariables["RABBITMQ_DEFAULT_PASS"] = broker.PasswordParameter;
            });
    }

    /// <summary>Keeps the broker's data in a volume.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name, "/var/lib/rabbitmq", isReadOnly);
    }

    /// <summary>Turns the management page on, by the image's tag.</summary>
    /// <exception cref="DistributedApplicationException">The image is not the official one.</exception>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(
        this IResourceBuilder<RabbitMQServerResource> builder, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var image = builder.Resource.Annotations.OfType<ContainerImageAnnotation>().Last();
        image.Tag = (image.Registry, image.Image, image.Tag) switch
        {
            ("docker.io", Image, { } tag) when tag.EndsWith("management", StringComparison.Ordinal) => tag,
            ("docker.io", Image, { } tag) when Version().IsMatch(tag) => $"{tag}-management",
            _ => throw new DistributedApplicationException(
                $"Cannot configure the RabbitMQ resource '{builder.Resource.Name}' to enable the management plugin as it uses an unrecognized container image registry, name, or tag."),
        };
        return builder.WithHttpEndpoint(port: port, targetPort: 15672, name: RabbitMQServerResource.ManagementEndpointName);
    }

    [GeneratedRegex(@"^\d+(\.\d+)*$")]
    private static partial Regex Version();
}
