using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ProjectTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder("--environment=Development");

    [Fact]
    public async Task A_project_takes_its_first_launch_profile()
    {
        var api = _builder.AddProject<TestProjects.Api>("api");
        Resolve.Allocate(api.Resource, 7210);

        var environment = await Resolve.EnvironmentAsync(api);

        Assert.Equal(7210, api.GetEndpoint("http").EndpointAnnotation.Port);
        Assert.Equal("Development", environment["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("http://localhost:7210", environment["ASPNETCORE_URLS"]);
        Assert.Equal("http", environment["DOTNET_LAUNCH_PROFILE"]);
        Assert.Equal("in_memory", environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"]);
    }

    [Fact]
    public void A_named_profile_counts_with_all_its_addresses()
    {
        var api = _builder.AddProject<TestProjects.Api>("api", "both");

        Assert.Equal(
            [("https", (int?)7443), ("http", 7211)], api.Resource.Annotations.OfType<EndpointAnnotation>().Select(e => (e.Name, e.Port)));
    }

    [Fact]
    public void A_profile_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<DistributedApplicationException>(() => _builder.AddProject<TestProjects.Api>("api", "nope"));

        Assert.Equal("Launch settings file does not contain 'nope' profile.", error.Message);
    }

    [Fact]
    public async Task A_project_can_do_without_a_profile()
    {
        var api = _builder.AddProject<TestProjects.Api>("api", launchProfileName: null);

        Assert.Empty(api.Resource.Annotations.OfType<EndpointAnnotation>());
        Assert.DoesNotContain("ASPNETCORE_ENVIRONMENT", (await Resolve.EnvironmentAsync(api)).Keys);
    }

    [Fact]
    public async Task What_the_model_says_beats_the_profile()
    {
        var api = _builder.AddProject<TestProjects.Api>("api").WithEnvironment("ASPNETCORE_ENVIRONMENT", "Staging");
        Resolve.Allocate(api.Resource, 7210);

        Assert.Equal("Staging", (await Resolve.EnvironmentAsync(api))["ASPNETCORE_ENVIRONMENT"]);
    }

    [Fact]
    public void Health_is_asked_of_an_http_endpoint()
    {
        var api = _builder.AddProject<TestProjects.Api>("api").WithHttpHealthCheck("/health");

        Assert.Equal("api_http_/health_200_check", Assert.Single(api.Resource.Annotations.OfType<HealthCheckAnnotation>()).Key);
        Assert.Throws<DistributedApplicationException>(() => api.WithHttpHealthCheck("/health"));
        Assert.Throws<DistributedApplicationException>(() => _builder.AddProject<TestProjects.Bundle>("bundle").WithHttpHealthCheck());
    }

    [Fact]
    public void Copies_are_counted()
    {
        var api = _builder.AddProject<TestProjects.Api>("api");

        Assert.Equal(1, api.Resource.GetReplicaCount());
        Assert.Equal(3, api.WithReplicas(3).Resource.GetReplicaCount());
    }
}
