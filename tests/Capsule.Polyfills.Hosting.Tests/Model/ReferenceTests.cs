using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ReferenceTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();

    [Fact]
    public async Task A_database_comes_as_connection_string_and_in_parts()
    {
        var server = _builder.AddPostgres("pg", password: _builder.AddParameter("password", "p@ss", secret: true));
        Resolve.Allocate(server.Resource, 7110);

        var tool = Tool().WithReference(server.AddDatabase("things-db", "things"));

        var environment = await Resolve.EnvironmentAsync(tool);
        Assert.Equal("Host=localhost;Port=7110;Username=postgres;Password=p@ss;Database=things", environment["ConnectionStrings__things-db"]);
        Assert.Equal("localhost", environment["THINGS_DB_HOST"]);
        Assert.Equal("7110", environment["THINGS_DB_PORT"]);
        Assert.Equal("postgres", environment["THINGS_DB_USERNAME"]);
        Assert.Equal("p@ss", environment["THINGS_DB_PASSWORD"]);
        Assert.Equal("postgresql://postgres:p%40ss@localhost:7110/things", environment["THINGS_DB_URI"]);
        Assert.Equal("jdbc:postgresql://localhost:7110/things", environment["THINGS_DB_JDBCCONNECTIONSTRING"]);
        Assert.Equal("things", environment["THINGS_DB_DATABASENAME"]);
    }

    [Fact]
    public async Task A_reference_can_have_another_name()
    {
        var redis = _builder.AddRedis("redis", password: _builder.AddParameter("password", "pass", secret: true));
        Resolve.Allocate(redis.Resource, 7120);

        var environment = await Resolve.EnvironmentAsync(Tool().WithReference(redis, "cache"));

        Assert.Equal("localhost:7120,password=pass", environment["ConnectionStrings__cache"]);
        Assert.Equal("pass", environment["CACHE_PASSWORD"]);
        Assert.DoesNotContain("ConnectionStrings__redis", environment.Keys);
    }

    [Fact]
    public async Task A_project_comes_with_every_endpoint()
    {
        var api = _builder.AddProject<TestProjects.Api>("api-one");
        Resolve.Allocate(api.Resource, 7210);

        var environment = await Resolve.EnvironmentAsync(Tool().WithReference(api));

        Assert.Equal("http://localhost:7210", environment["services__api-one__http__0"]);
        Assert.Equal("http://localhost:7210", environment["API_ONE_HTTP"]);
    }

    [Fact]
    public async Task Variables_take_texts_parameters_endpoints_and_connection_strings()
    {
        var redis = _builder.AddRedis("redis", password: _builder.AddParameter("password", "pass", secret: true));
        Resolve.Allocate(redis.Resource, 7120);
        var role = _builder.AddParameter("role", "reader");

        var environment = await Resolve.EnvironmentAsync(Tool()
            .WithEnvironment("TEXT", "text")
            .WithEnvironment("ROLE", role)
            .WithEnvironment("ADDRESS", redis.Resource.PrimaryEndpoint)
            .WithEnvironment("CACHE", redis)
            .WithEnvironment("EXPRESSION", ReferenceExpression.Create($"as {role}")));

        Assert.Equal("text", environment["TEXT"]);
        Assert.Equal("reader", environment["ROLE"]);
        Assert.Equal("redis://localhost:7120", environment["ADDRESS"]);
        Assert.Equal("localhost:7120,password=pass", environment["CACHE"]);
        Assert.Equal("as reader", environment["EXPRESSION"]);
    }

    [Fact]
    public async Task Arguments_keep_their_order()
    {
        var tool = _builder.AddExecutable("tool", "tool", ".", "first").WithArgs("second", "third");

        Assert.Equal(["first", "second", "third"], await Resolve.ArgumentsAsync(tool));
    }

    [Fact]
    public void A_reference_is_a_line_in_the_dashboard()
    {
        var redis = _builder.AddRedis("redis");

        var tool = Tool().WithReference(redis);

        var line = Assert.Single(tool.Resource.Annotations.OfType<ResourceRelationshipAnnotation>());
        Assert.Same(redis.Resource, line.Resource);
        Assert.Equal("Reference", line.Type);
    }

    private IResourceBuilder<ExecutableResource> Tool() => _builder.AddExecutable("tool", "tool", ".");
}
