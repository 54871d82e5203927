using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Feed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Capsule.Polyfills.Hosting.Tests.Dashboard;

/// <summary>An application that is never started, with its state told to a resource service.</summary>
internal sealed class DashboardRig : IAsyncDisposable
{
    public const string Key = "the key";

    private readonly DistributedApplication _application;
    private readonly CancellationTokenSource _ending = new();
    private readonly ResourceFeed _feed = new();
    private readonly ResourceService _service;

    private DashboardRig()
    {
        var builder = DistributedApplication.CreateBuilder();
        Api = builder.AddExecutable("api", "/bin/sh", "/").WithCommand("greet", "Greet", context =>
        {
            Greeted.Add(context.ResourceName);
            return Task.FromResult(context.ResourceName == "api" ? CommandResults.Success() : CommandResults.Failure("Nobody there"));
        }).WithCommand(
            "leave", "Leave", _ => Task.FromResult(CommandResults.Canceled()), new CommandOptions { Description = "Goes", ConfirmationMessage = "Really?" }).Resource;
        Server = builder.AddPostgres("pg");
        Database = Server.AddDatabase("db").Resource;
        _application = builder.Build();
        Notifications = _application.ResourceNotifications;
        Loggers = _application.Services.GetRequiredService<ResourceLoggerService>();
        var methods = new ResourceServiceMethods("Rig", _feed, Loggers, _application.ResourceCommands);
        _service = new ResourceService(0, Key, methods, TimeProvider.System, NullLogger.Instance);
    }

    public ExecutableResource Api { get; }

    public IResourceBuilder<PostgresServerResource> Server { get; }

    public PostgresDatabaseResource Database { get; }

    public List<string> Greeted { get; } = [];

    public ResourceNotificationService Notifications { get; }

    public ResourceLoggerService Loggers { get; }

    public DistributedApplication Application => _application;

    public ResourceService Service => _service;

    public static async Task<DashboardRig> StartAsync()
    {
        var rig = new DashboardRig();
        await rig.PublishAsync();
        _ = rig._feed.FollowAsync(rig.Notifications, rig._ending.Token);
        await rig._service.StartAsync(CancellationToken.None);
        return rig;
    }

    public GrpcTestClient Connect(string? key = Key) => new(_service.Address, key);

    public Task SetStateAsync(string state) => Notifications.PublishUpdateAsync(Api, s => s with { State = state });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _service.DisposeAsync();
        await _application.DisposeAsync();
        _ending.Dispose();
    }

    private async Task PublishAsync()
    {
        await Notifications.PublishUpdateAsync(Api, s => s with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = new DateTime(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc),
            Urls = [new UrlSnapshot("http", "http://localhost:7210", IsInternal: false) { DisplayProperties = new("API", 1) }],
            EnvironmentVariables = [new("GREETING", "hello", IsFromSpec: true)],
            Properties = [new("executable.path", "/bin/sh"), new("executable.args", ImmutableArray.Create("-c", "true")), new("executable.pid", 42)],
            HealthReports = [new("api_check", Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, "fine", null)],
        });
        await Notifications.PublishUpdateAsync(Server.Resource, s => s with
        {
            State = KnownResourceStates.Exited,
            ExitCode = 3,
            Volumes = [new("auth_db_data", "/var/lib/data", "volume", IsReadOnly: false)],
        });
        await Notifications.PublishUpdateAsync(Database, s => s with { State = KnownResourceStates.Running });
    }
}
