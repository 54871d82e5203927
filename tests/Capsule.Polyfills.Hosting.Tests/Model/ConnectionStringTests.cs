using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ConnectionStringTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();

    [Fact]
    public async Task Postgres_names_host_port_user_and_password()
    {
        var server = _builder.AddPostgres("pg", _builder.AddParameter("user", "ann"), Secret("password", "pass"), port: 7110);
        var database = server.AddDatabase("things-db", "things");
        Resolve.Allocate(server.Resource, 7110);

        Assert.Equal("Host=localhost;Port=7110;Username=ann;Password=pass", await Resolve.ConnectionStringAsync(server.Resource));
        Assert.Equal(
            "Host=localhost;Port=7110;Username=ann;Password=pass;Database=things", await Resolve.ConnectionStringAsync(database.Resource));
        Assert.Equal("{pg.connectionString};Database=things", database.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal("things", server.Resource.Databases["things-db"]);
        Assert.Same(server.Resource, database.Resource.Parent);
    }

    [Fact]
    public async Task Postgres_has_user_postgres_and_databases_their_resource_s_name_unless_given()
    {
        var server = _builder.AddPostgres("pg", password: Secret("password", "pass"));
        var database = server.AddDatabase("things");
        Resolve.Allocate(server.Resource, 5000);

        Assert.Equal(
            "Host=localhost;Port=5000;Username=postgres;Password=pass;Database=things", await Resolve.ConnectionStringAsync(database.Resource));
        Assert.Equal("postgresql://postgres:pass@localhost:5000/things", await database.Resource.UriExpression.GetValueAsync(default));
    }

    [Fact]
    public async Task Redis_is_a_StackExchange_Redis_configuration()
    {
        var redis = _builder.AddRedis("redis", 7120, Secret("password", "pass"));
        Resolve.Allocate(redis.Resource, 7120);

        Assert.Equal("localhost:7120,password=pass", await Resolve.ConnectionStringAsync(redis.Resource));
        Assert.Equal("redis://:pass@localhost:7120", await redis.Resource.UriExpression.GetValueAsync(default));
    }

    [Fact]
    public async Task RabbitMQ_is_an_address_with_an_encoded_password()
    {
        var broker = _builder.AddRabbitMQ("mq", _builder.AddParameter("user", "ann"), Secret("password", "p@ss"), 7130);
        Resolve.Allocate(broker.Resource, 7130);

        Assert.Equal("amqp://ann:p%40ss@localhost:7130", await Resolve.ConnectionStringAsync(broker.Resource));
    }

    [Fact]
    public async Task RabbitMQ_has_user_guest_unless_given()
    {
        var broker = _builder.AddRabbitMQ("mq", password: Secret("password", "pass"));
        Resolve.Allocate(broker.Resource, 7130);

        Assert.Equal("amqp://guest:pass@localhost:7130", await Resolve.ConnectionStringAsync(broker.Resource));
    }

    [Fact]
    public async Task A_password_that_nobody_gives_is_generated_or_configured()
    {
        var builder = Resolve.RunBuilder("--Parameters:b-password=given");

        var generated = await builder.AddPostgres("a").Resource.PasswordParameter.GetValueAsync(default);
        var configured = await builder.AddPostgres("b").Resource.PasswordParameter.GetValueAsync(default);

        Assert.Equal(22, generated!.Length);
        Assert.Equal("given", configured);
        Assert.DoesNotContain(builder.Resources, r => r.Name == "a-password");
    }

    private IResourceBuilder<ParameterResource> Secret(string name, string value) => _builder.AddParameter(name, value, secret: true);
}
