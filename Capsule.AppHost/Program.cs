// Which resources exist, and who may talk to whom.
var builder = DistributedApplication.CreateBuilder(args);

// Shared by all services.
var redis = builder.AddRedis("redis", port: 7120, password: builder.AddParameter("redis-password", secret: true))
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
        port: 7130)
    .WithImageTag("3.13")
    .WithDataVolume("messaging_data")
    .WithManagementPlugin(port: 7131)
    .WithUsersOfServices();

// Every service has a server, a database and a migrations bundle of its own.
var authStore = AddStore<Projects.Capsule_Auth_Migrations>("auth", port: 7110);
var deployStore = AddStore<Projects.Capsule_Deploy_Migrations>("deploy", port: 7111);
var monitorStore = AddStore<Projects.Capsule_Monitor_Migrations>(
    "monitor", port: 7112, image: "timescale/timescaledb", tag: "2.24.0-pg15", preload: "timescaledb,pg_stat_statements");
var billingStore = AddStore<Projects.Capsule_Billing_Migrations>("billing", port: 7113);

// Services ask auth about API keys, and prove with this that they are services.
var introspectionSecret = builder.AddParameter("introspection-secret", secret: true);

// Each publisher is told who hears of its events. The services' own ports are in their launch profiles.
var auth = AddService<Projects.Capsule_Auth>("auth", authStore)
    .Publishes("user-registered", "billing", "monitor")
    .Publishes("user-closed", "billing", "deploy", "monitor")
    .Publishes("user-reopened", "billing", "deploy")
    .Publishes("user-email-changed", "billing")
    .WithEnvironment("Auth__MasterKey", builder.AddParameter("auth-master-key", secret: true))
    .WithEnvironment("Auth__Emails__SealingKey", builder.AddParameter("email-sealing-key", secret: true));
auth.WithEnvironment("Authentication__Issuer", auth.GetEndpoint("http"));
if (builder.ExecutionContext.IsRunMode)
{
    // Development has an administrator from the start, and nobody who sends e-mails: auth keeps them and shows them at /api/dev/mailbox.
    auth.WithEnvironment("Auth__Seed__AdminPassword", builder.AddParameter("auth-admin-password", secret: true)).Publishes("email-requested", "auth");
}
else
{
    // They wait in the queue of whoever will send them, and has the sealing key too.
    auth.Publishes("email-requested", "notify");
}

// The others ask it for the keys that its tokens are signed with.
var deploy = AddService<Projects.Capsule_Deploy>("deploy", deployStore, auth)
    .Publishes("deployment-requested", "monitor");
var monitor = AddService<Projects.Capsule_Monitor>("monitor", monitorStore, auth);
var billing = AddService<Projects.Capsule_Billing>("billing", billingStore, auth)
    .Publishes("subscription-activated", "deploy", "monitor");

// It asks them all, itself included, how long their events wait.
monitor.WithReference(billing).WithReference(deploy).WithReference(monitor);

builder.UseLocalServers();
builder.Build().Run();

// The owner of the database is known to the bundle only; it creates the role that the service connects with.
Store AddStore<TBundle>(string name, int port, string image = "library/postgres", string tag = "15", string preload = "pg_stat_statements")
    where TBundle : IProjectMetadata, new()
{
    var server = builder
        .AddPostgres(
            $"{name}-postgres",
            userName: builder.AddParameter($"{name}-owner"),
            password: builder.AddParameter($"{name}-owner-password", secret: true),
            port: port)
        .WithImage(image, tag)
        .WithArgs("-c", $"shared_preload_libraries={preload}")
        .WithDataVolume($"{name}_db_data");
    var database = server.AddDatabase($"{name}-db", $"{name}_service_db");

    var brokerPassword = builder.AddParameter($"{name}-messaging-password", secret: true);
    var role = builder.AddParameter($"{name}-user");
    var rolePassword = builder.AddParameter($"{name}-user-password", secret: true);
    var bundle = builder.AddProject<TBundle>($"{name}-migrations")
        .WithReference(database).WaitFor(database)
        .WithBroker(messaging, name, brokerPassword)
        .WithEnvironment("API_ROLE", role)
        .WithEnvironment("API_ROLE_PASSWORD", rolePassword)
        .WithArgs("migrate")
        .WithQuickStart()
        .WithInsecureTransport()
        .WithBundleCommands();

    var endpoint = server.Resource.PrimaryEndpoint;
    var connectionString = ReferenceExpression.Create(
        $"Host={endpoint.Property(EndpointProperty.Host)};Port={endpoint.Property(EndpointProperty.Port)};Username={role};Password={rolePassword};Database={database.Resource.DatabaseName}");
    return new Store(connectionString, bundle, brokerPassword);
}

IResourceBuilder<ProjectResource> AddService<TService>(string name, Store store, IResourceBuilder<ProjectResource>? authority = null)
    where TService : IProjectMetadata, new()
{
    var service = builder.AddProject<TService>(name)
        .WithEnvironment($"ConnectionStrings__{name}-db", store.ConnectionString)
        .WithEnvironment("Authentication__Introspection__ClientId", "services")
        .WithEnvironment("Authentication__Introspection__ClientSecret", introspectionSecret)
        .Publishes("migration-applied", "monitor")
        .Publishes("migration-failed", "monitor")
        .WaitForCompletion(store.Migrations)
        .WithReference(redis).WaitFor(redis)
        .WithBroker(messaging, name, store.BrokerPassword).WaitFor(messaging)
        .WithHttpHealthCheck("/health")
        .WithQuickStart()
        .WithInsecureTransport()
        .WithTrustedProxies()
        .WithExternalHttpEndpoints();
    return authority is null ? service : service.WithReference(authority).WithEnvironment("Authentication__Issuer", authority.GetEndpoint("http"));
}

// What a service needs of its servers: how to reach its database, what has to have run before, and the password of its user at the broker.
internal sealed record Store(
    ReferenceExpression ConnectionString, IResourceBuilder<ProjectResource> Migrations, IResourceBuilder<ParameterResource> BrokerPassword);
