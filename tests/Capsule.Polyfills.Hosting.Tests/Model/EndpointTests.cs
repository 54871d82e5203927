using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class EndpointTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();

    [Theory]
    [InlineData(EndpointProperty.Url, "{tool.bindings.http.url}", "http://localhost:8100")]
    [InlineData(EndpointProperty.Host, "{tool.bindings.http.host}", "localhost")]
    [InlineData(EndpointProperty.IPV4Host, "{tool.bindings.http.host}", "127.0.0.1")]
    [InlineData(EndpointProperty.Port, "{tool.bindings.http.port}", "8100")]
    [InlineData(EndpointProperty.Scheme, "{tool.bindings.http.scheme}", "http")]
    [InlineData(EndpointProperty.HostAndPort, "{tool.bindings.http.host}:{tool.bindings.http.port}", "localhost:8100")]
    public async Task Every_part_of_an_address_can_be_used(EndpointProperty property, string expression, string value)
    {
        var endpoint = Tool().WithHttpEndpoint().GetEndpoint("http");
        Resolve.Allocate(endpoint.Resource, 8100);

        var part = endpoint.Property(property);

        Assert.Equal(expression, part.ValueExpression);
        Assert.Equal(value, await part.GetValueAsync());
    }

    [Fact]
    public async Task A_value_waits_for_the_address()
    {
        var endpoint = Tool().WithHttpEndpoint().GetEndpoint("http");

        var url = endpoint.GetValueAsync().AsTask();
        Assert.False(url.IsCompleted);
        Assert.False(endpoint.IsAllocated);
        Resolve.Allocate(endpoint.Resource, 8100);

        Assert.Equal("http://localhost:8100", await url);
        Assert.Equal(8100, new EndpointReference(endpoint.Resource, "http").Port);
    }

    [Fact]
    public void An_address_that_is_not_there_yet_says_so()
    {
        var endpoint = Tool().WithHttpEndpoint().GetEndpoint("http");

        var error = Assert.Throws<InvalidOperationException>(() => endpoint.Url);

        Assert.Equal("The endpoint `http` is not allocated for the resource `tool`.", error.Message);
    }

    [Fact]
    public void An_endpoint_can_be_used_before_it_is_declared()
    {
        var tool = Tool();
        var endpoint = tool.GetEndpoint("http");
        Assert.False(endpoint.Exists);

        tool.WithHttpEndpoint(port: 8100);

        Assert.True(endpoint.Exists);
        Assert.Equal(8100, endpoint.EndpointAnnotation.Port);
    }

    [Fact]
    public void An_endpoint_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Tool().GetEndpoint("grpc").EndpointAnnotation);

        Assert.Equal("The endpoint `grpc` is not defined for the resource `tool`.", error.Message);
    }

    [Fact]
    public void An_endpoint_name_is_taken_once()
    {
        var tool = Tool().WithHttpEndpoint();

        var error = Assert.Throws<DistributedApplicationException>(() => tool.WithHttpEndpoint(port: 1));

        Assert.StartsWith("Endpoint with name 'http' already exists.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoints_are_named_after_their_scheme_and_speak_it()
    {
        var tool = Tool().WithHttpEndpoint().WithEndpoint(scheme: "https").WithEndpoint(scheme: "redis").WithEndpoint();

        var endpoints = tool.Resource.Annotations.OfType<EndpointAnnotation>().Select(e => (e.Name, e.UriScheme, e.Transport));

        Assert.Equal([("http", "http", "http"), ("https", "https", "http"), ("redis", "redis", "tcp"), ("tcp", "tcp", "tcp")], endpoints);
    }

    [Fact]
    public void Only_http_endpoints_become_external()
    {
        var tool = Tool().WithHttpEndpoint().WithEndpoint(name: "raw").WithExternalHttpEndpoints();

        Assert.Equal([true, false], tool.Resource.Annotations.OfType<EndpointAnnotation>().Select(e => e.IsExternal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void A_port_must_be_one(int port)
    {
        var endpoint = new EndpointAnnotation(System.Net.Sockets.ProtocolType.Tcp);

        Assert.Throws<ArgumentOutOfRangeException>(() => new AllocatedEndpoint(endpoint, "localhost", port));
    }

    private IResourceBuilder<ExecutableResource> Tool() => _builder.AddExecutable("tool", "tool", ".");
}
