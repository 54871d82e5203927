using System.Globalization;

// Every kind of server, a bundle that runs to its end, and a service that waits for all of them. With --OnlyPostgres=true PostgreSQL and
// the bundle alone.
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });
var settings = builder.Configuration;

var password = builder.AddParameter("password", settings["Password"] ?? "pass", secret: true);

var postgres = builder
    .AddPostgres("postgres", password: password, port: Port("Postgres"))
    .WithImageTag("15")
    .WithDataVolume("postgres_data");
var things = postgres.AddDatabase("things-db", "things");
var bundle = builder
    .AddExecutable("bundle", "/bin/sh", ".", "-c", "echo migrated $THINGS_DB_DATABASENAME")
    .WithReference(things)
    .WaitFor(things);

if (settings["OnlyPostgres"] != "true")
{
    AddTheOthers();
}

builder.UseLocalServers();
builder.KeepLogs();
builder.Build().Run();

void AddTheOthers()
{
    var redis = builder.AddRedis("redis", port: Port("Redis"), password: password).WithDataVolume("redis_data");
    var messaging = builder.AddRabbitMQ("messaging", password: password, port: Port("RabbitMQ")).WithDataVolume("messaging_data");

    // Writes a file when everything that it waits for is there.
    builder
        .AddExecutable("service", "/bin/sh", ".", "-c", "echo started > \"$STARTED\"; exec sleep 1000000")
        .WithEnvironment("STARTED", settings["Started"] ?? "/dev/null")
        .WaitFor(redis)
        .WaitFor(messaging)
        .WaitForCompletion(bundle);
}

int? Port(string name) => settings[$"Ports:{name}"] is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : null;
