using Aspire.Hosting;

var builder = DistributedApplication.CreateBuilder(args);

var password = builder.AddParameter("password", builder.Configuration["Password"] ?? "pass", secret: true);

var postgres = builder.AddPostgres("postgres", password: password, port: 17601).WithImageTag("15").WithDataVolume("postgres_data");
var things = postgres.AddDatabase("things-db", "things");
var redis = builder.AddRedis("redis", port: 17602, password: password).WithDataVolume("redis_data");
var messaging = builder.AddRabbitMQ("messaging", password: password, port: 17603).WithDataVolume("messaging_data");

var bundle = builder.AddExecutable("bundle", "/bin/sh", ".", "-c", "echo migrated; exit ${BUNDLE_EXIT:-0}")
    .WithReference(things).WaitFor(things);

builder.AddExecutable("service", "/bin/sh", ".", "-c", "echo serving; exec sleep 1000000")
    .WaitFor(redis).WaitFor(messaging).WaitForCompletion(bundle);

builder.Build().Run();
