using System.Globalization;
using Aspire.Hosting;

// Every kind of server, a bundle that runs to its end, and a service that waits for all of them.
var builder = DistributedApplication.CreateBuilder(args);
var settings = builder.Configuration;

var password = builder.AddParameter("password", "pass", secret: true);

var postgres = builder.AddPostgres("postgres", password: password, port: Port("Postgres")).WithImageTag("15").WithDataVolume("postgres_data");
var things = postgres.AddDatabase("things-db", "things");
var redis = builder.AddRedis("redis", port: Port("Redis"), password: password).WithDataVolume("redis_data");
var messaging = builder.AddRabbitMQ("messaging", password: password, port: Port("RabbitMQ")).WithDataVolume("messaging_data");

var bundle = builder.AddExecutable("bundle", "/bin/sh", ".", "-c", "echo migrated $THINGS_DB_DATABASENAME")
    .WithReference(things).WaitFor(things);

builder.AddExecutable("service", "/bin/sh", ".", "-c", settings["Service"] ?? "sleep 1000000 & exec sleep 1000000")
    .WaitFor(redis).WaitFor(messaging).WaitForCompletion(bundle);

builder.Build().Run();

int? Port(string name) => settings[$"Ports:{name}"] is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : null;
