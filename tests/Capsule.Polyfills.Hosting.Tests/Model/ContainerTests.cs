using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ContainerTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();

    [Fact]
    public void An_image_has_registry_name_and_tag()
    {
        Assert.Equal("docker.io/library/postgres:15", Image(_builder.AddPostgres("a").WithImage("library/postgres").WithImageTag("15")));
        Assert.Equal("docker.io/timescale/timescaledb:2.24.0-pg15", Image(_builder.AddPostgres("b").WithImage("timescale/timescaledb", "2.24.0-pg15")));
        Assert.Equal("docker.io/a/b:c", Image(_builder.AddPostgres("c").WithImage("a/b:c")));
        Assert.Equal("docker.io/a/b:latest", Image(_builder.AddPostgres("d").WithImage("a/b")));
    }

    [Fact]
    public void The_management_page_is_a_tag_and_an_endpoint()
    {
        var broker = _builder.AddRabbitMQ("mq").WithImageTag("3.13").WithManagementPlugin();

        Assert.Equal("docker.io/library/rabbitmq:3.13-management", Image(broker));
        Assert.Equal(15672, broker.GetEndpoint("management").TargetPort);
    }

    [Fact]
    public void The_management_page_needs_the_official_image()
    {
        var broker = _builder.AddRabbitMQ("mq").WithImage("my/broker", "1");

        Assert.Throws<DistributedApplicationException>(() => broker.WithManagementPlugin());
    }

    [Fact]
    public void Data_lives_in_the_named_volume()
    {
        var volumes = new IResourceBuilder<ContainerResource>[]
        {
            _builder.AddPostgres("pg").WithImageTag("15").WithDataVolume("pg_data"),
            _builder.AddRedis("redis").WithDataVolume("redis_data"),
            _builder.AddRabbitMQ("mq").WithDataVolume("mq_data"),
        }.Select(b => Assert.Single(b.Resource.Annotations.OfType<ContainerMountAnnotation>())).Select(m => (m.Source, m.Target));

        Assert.Equal(
            [
                ("pg_data", "/var/lib/postgresql/data"),
                ("redis_data", "/data"),
                ("mq_data", "/var/lib/rabbitmq"),
            ],
            volumes);
    }

    [Fact]
    public void A_volume_without_a_name_gets_one_of_its_own()
    {
        var volumes = new[] { "one", "two" }
            .Select(name => _builder.AddRedis(name).WithDataVolume().Resource.Annotations.OfType<ContainerMountAnnotation>().Single().Source!)
            .ToArray();

        Assert.EndsWith("-one-data", volumes[0], StringComparison.Ordinal);
        Assert.EndsWith("-two-data", volumes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_port_can_be_chosen_later()
    {
        var redis = _builder.AddRedis("redis").WithHostPort(7120);

        Assert.Equal((7120, 6379), (redis.Resource.PrimaryEndpoint.EndpointAnnotation.Port, redis.Resource.PrimaryEndpoint.TargetPort));
    }

    private static string? Image(IResourceBuilder<ContainerResource> container) =>
        container.Resource.TryGetContainerImageName(out var name) ? name : null;
}
