using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Capsule.Polyfills.Hosting.Tests.Model;

namespace Capsule.Polyfills.Hosting.Tests.Manifest;

/// <summary>The program that the official host wrote golden-manifest.json for.</summary>
internal static class GoldenProgram
{
    public static DistributedApplication Build(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);

        var ownerName = builder.AddParameter("auth-owner", "auth_owner", publishValueAsDefault: true);
        var ownerPassword = builder.AddParameter("auth-owner-password", secret: true);
        var apiName = builder.AddParameter("auth-user", "auth_user", publishValueAsDefault: true);
        var apiPassword = builder.AddParameter("auth-user-password", secret: true);
        var redisPassword = builder.AddParameter("redis-password", secret: true);
        var brokerUser = builder.AddParameter("messaging-user", "capsule", publishValueAsDefault: true);
        var brokerPassword = builder.AddParameter("messaging-password", secret: true);

        var server = builder.AddPostgres("auth-postgres", ownerName, ownerPassword, port: 7110)
            .WithImage("library/postgres").WithImageTag("15")
            .WithDataVolume("auth_db_data");
        var database = server.AddDatabase("auth-db", "auth_service_db");

        var timescale = builder.AddPostgres("monitor-postgres", port: 7112)
            .WithImage("timescale/timescaledb", "2.24.0-pg15")
            .WithDataVolume("monitor_db_data");
        var metrics = timescale.AddDatabase("monitor-db", "monitor_service_db");

        var redis = builder.AddRedis("redis", port: 7120, password: redisPassword)
            .WithImageTag("7").WithDataVolume("redis_data").WithPersistence();
        var messaging = builder.AddRabbitMQ("messaging", brokerUser, brokerPassword, port: 7130)
            .WithImageTag("3.13").WithDataVolume("messaging_data").WithManagementPlugin();

        var bundle = builder.AddProject<TestProjects.Bundle>("auth-migrations")
            .WithReference(database).WaitFor(database)
            .WithEnvironment("API_ROLE", apiName)
            .WithEnvironment("API_ROLE_PASSWORD", apiPassword)
            .WithArgs("migrate");

        var api = builder.AddProject<TestProjects.Api>("auth")
            .WithEnvironment("ConnectionStrings__auth-db", ReferenceExpression.Create(
                $"Host={server.Resource.PrimaryEndpoint.Property(EndpointProperty.Host)};Port={server.Resource.PrimaryEndpoint.Property(EndpointProperty.Port)};Username={apiName};Password={apiPassword};Database=auth_service_db"))
            .WithReference(redis).WaitFor(redis)
            .WithReference(messaging).WaitFor(messaging)
            .WaitForCompletion(bundle)
            .WithHttpHealthCheck("/health")
            .WithExternalHttpEndpoints();

        builder.AddProject<TestProjects.Api>("monitor", launchProfileName: null)
            .WithHttpEndpoint(port: 7212, name: "http")
            .WithReference(metrics).WithReference(api).WithReplicas(2);

        return builder.Build();
    }
}
