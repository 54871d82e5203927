using Aspire.Hosting;
using Capsule.Testing.Servers;

// The servers that all test processes of a run share: started by the first that asks, stopped when the last has gone.
// usage: Capsule.Testing.Servers <socket>
var socket = args is [var path] ? path : throw new ArgumentException("usage: Capsule.Testing.Servers <socket>");

var data = Directory.CreateTempSubdirectory("capsule-tests-");
if (!OperatingSystem.IsWindows())
{
    data.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute; // The servers run as users of their own.
}

try
{
    var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        Args = ["--DcpPublisher:RandomizePorts=true", "--LocalServers:Enabled=true", $"--LocalServers:Data={data.FullName}"],
        DisableDashboard = true,
    });

    var user = builder.AddParameter("user", "capsule_test");
    var password = builder.AddParameter("password", "capsule_test_pass", secret: true);
    var postgres = builder.AddPostgres("postgres", user, password)
        .WithImage("library/postgres").WithImageTag("15")
        .WithArgs("-c", "max_connections=1000", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_preload_libraries=pg_stat_statements");
    var redis = builder.AddRedis("redis", password: password).WithImageTag("7");
    var rabbit = builder.AddRabbitMQ("messaging", user, password).WithImageTag("3.13").WithManagementPlugin();

    builder.UseLocalServers();
    await using var app = builder.Build();
    await app.StartAsync();
    await Task.WhenAll(new[] { postgres.Resource.Name, redis.Resource.Name, rabbit.Resource.Name }
        .Select(name => app.ResourceNotifications.WaitForResourceHealthyAsync(name)));

    string[] addresses =
    [
        await postgres.Resource.ConnectionStringExpression.GetValueAsync(default) + ";Database=postgres",
        await redis.Resource.ConnectionStringExpression.GetValueAsync(default) ?? "",
        await rabbit.Resource.ConnectionStringExpression.GetValueAsync(default) ?? "",
        rabbit.GetEndpoint("management").Url,
    ];

    // As a number: some resolvers try ::1 first, where nobody listens.
    await new AddressServer(socket, [.. addresses.Select(address => address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal))])
        .RunUntilUnusedAsync();
    await app.StopAsync();
}
finally
{
    data.Delete(recursive: true);
}
