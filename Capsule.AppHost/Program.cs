// Declares the resources and their connections. The catalogue defines the services' names and ports.
using Capsule.Contracts.Catalogue;

if (CommandLine.Problem(args) is { } problem)
{
    Console.Error.WriteLine(problem);
    return 1;
}

var builder = DistributedApplication.CreateBuilder(args);
builder.AddDevelopmentParameters();

// All services share this Redis.
var redis = builder
    .AddRedis("redis", port: 7120, password: builder.AddParameter("redis-password", secret: true))
    .WithImageTag("7")
    .WithDataVolume("redis_data")
    .WithPersistence()
    .WithAppendOnlyFile()
    .WithMemoryLimit("256mb");

var messaging = builder
    .AddRabbitMQ(
        "messaging",
        userName: builder.AddParameter("messaging-user"),
        password: builder.AddParameter("messaging-password", secret: true),
        port: 7130
    )
    .WithImageTag("3.13")
    .WithDataVolume("messaging_data")
    .WithManagementPlugin(port: 7131)
    .WithUsersOfServices();

// Services use this secret to authenticate to auth when they introspect API keys.
var introspectionSecret = builder.AddParameter("introspection-secret", secret: true);

// Each service has its own server, database and migrations bundle. The ports of the APIs are in their launch profiles.
var services = ServiceCatalogue.All.ToDictionary(service => service, service => AddService(service, AddStore(service)));

// Auth issues the access tokens; the other services fetch its keys to verify them.
var auth = services[ServiceCatalogue.Auth]
    .WithEnvironment("Auth__MasterKey", builder.AddParameter("auth-master-key", secret: true))
    .WithEnvironment("Auth__Emails__SealingKey", builder.AddParameter("email-sealing-key", secret: true));
foreach (var service in services.Values)
{
    service.WithEnvironment("Authentication__Issuer", auth.GetEndpoint("http"));
    if (service != auth)
    {
        service.WithReference(auth);
    }
}

// Development has an administrator from the start.
if (builder.ExecutionContext.IsRunMode)
{
    auth.WithEnvironment("Auth__Seed__AdminPassword", builder.AddParameter("auth-admin-password", secret: true));
}

// Monitor asks every service, including itself, how long its events have been waiting.
var monitor = services[ServiceCatalogue.Monitor];
foreach (var service in services.Values)
{
    monitor.WithReference(service);
}

builder.UseLocalServers();
builder.KeepLogs();
builder.ReportMissingParameters();
builder.ReportFailedStarts();
builder.Build().Run();
return 0;

// Only the bundle connects as the owner of the database; it creates the role that the service connects as.
Store AddStore(PlatformService service)
{
    var (image, tag, preload) = service.UsesTimescaleDb
        ? ("timescale/timescaledb", "2.24.0-pg15", "timescaledb,pg_stat_statements")
        : ("library/postgres", "15", "pg_stat_statements");
    var server = builder
        .AddPostgres(
            service.ServerResource,
            userName: builder.AddParameter($"{service.Name}-owner"),
            password: builder.AddParameter($"{service.Name}-owner-password", secret: true),
            port: service.DatabasePort
        )
        .WithImage(image, tag)
        .WithArgs("-c", $"shared_preload_libraries={preload}")
        .WithDataVolume(service.Volume);
    var database = server.AddDatabase(service.DatabaseResource, service.Database);

    var brokerPassword = builder.AddParameter($"{service.Name}-messaging-password", secret: true);
    var role = builder.AddParameter($"{service.Name}-user");
    var rolePassword = builder.AddParameter($"{service.Name}-user-password", secret: true);
    var bundle = AddProgram(service.BundleResource, service, service.BundleProject)
        .WithReference(database)
        .WaitFor(database)
        .WithBroker(messaging, service.Name, brokerPassword)
        .WithEnvironment("API_ROLE", role)
        .WithEnvironment("API_ROLE_PASSWORD", rolePassword)
        .WithArgs("migrate")
        .WithBundleCommands();

    var endpoint = server.Resource.PrimaryEndpoint;
    var connectionString = ReferenceExpression.Create(
        $"Host={endpoint.Property(EndpointProperty.Host)};Port={endpoint.Property(EndpointProperty.Port)};Username={role};Password={rolePassword};Database={database.Resource.DatabaseName}"
    );
    return new Store(connectionString, bundle, brokerPassword);
}

IResourceBuilder<ProjectResource> AddService(PlatformService service, Store store) =>
    AddProgram(service.Name, service, service.Project)
        .WithEnvironment($"ConnectionStrings__{service.DatabaseResource}", store.ConnectionString)
        .WithEnvironment("Authentication__Introspection__ClientId", "services")
        .WithEnvironment("Authentication__Introspection__ClientSecret", introspectionSecret)
        .WaitForCompletion(store.Migrations)
        .WithReference(redis)
        .WaitFor(redis)
        .WithBroker(messaging, service.Name, store.BrokerPassword)
        .WaitFor(messaging)
        .WithHttpHealthCheck("/health")
        .WithTrustedProxies()
        .WithExternalHttpEndpoints();

IResourceBuilder<ProjectResource> AddProgram(string name, PlatformService service, string project) =>
    builder.AddProject(name, $"../{service.Folder}/{project}/{project}.csproj").WithQuickStart().WithInsecureTransport();

// What a service needs from its servers: its database, the resources to wait for, and the password of its broker user.
internal sealed record Store(
    ReferenceExpression ConnectionString,
    IResourceBuilder<ProjectResource> Migrations,
    IResourceBuilder<ParameterResource> BrokerPassword
);
