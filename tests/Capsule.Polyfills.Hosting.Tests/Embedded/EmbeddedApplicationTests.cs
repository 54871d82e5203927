using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Embedded;
using Npgsql;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class EmbeddedApplicationTests
{
    private static readonly string[] Arguments = ["--randomize-ports", "--no-dashboard"];

    [Fact]
    public async Task Two_applications_run_side_by_side_and_leave_nothing()
    {
        await using var first = await StartServersAsync();
        await using var second = await StartServersAsync();

        var addresses = await Task.WhenAll(AddressAsync(first), AddressAsync(second));
        Assert.NotEqual(addresses[0], addresses[1]);
        foreach (var address in addresses)
        {
            await using var connection = new NpgsqlConnection(address);
            await connection.OpenAsync();
        }

        await first.StopAsync();
        await second.StopAsync();
        Assert.Empty(Machine.ProcessesIn(Path.GetTempPath().TrimEnd('/') + "/pg-side"));

        static async Task<string?> AddressAsync(DistributedApplication application)
        {
            await application.ResourceNotifications.WaitForResourceHealthyAsync("db");
            var model = (DistributedApplicationModel)application.Services.GetService(typeof(DistributedApplicationModel))!;
            return await ((IResourceWithConnectionString)model.Resources.Single(resource => resource.Name == "db")).GetConnectionStringAsync();
        }
    }

    [Fact]
    public async Task A_server_that_is_killed_is_shown_as_exited_and_can_be_started_again()
    {
        var builder = DistributedApplication.CreateBuilder(Arguments);
        builder.AddRedis("redis");
        await using var application = builder.Build();
        await application.StartAsync();
        var running = await application.ResourceNotifications.WaitForResourceHealthyAsync("redis");
        var properties = running.Snapshot.Properties.ToDictionary(property => property.Name, property => property.Value);
        Assert.EndsWith("/redis-server", (string)properties["executable.path"]!, StringComparison.Ordinal);
        Assert.Equal([(string)properties["executable.workDir"]! + "/redis.conf"], (ImmutableArray<string>)properties["executable.args"]!);
        Assert.Equal([(string)properties["executable.workDir"]!], (ImmutableArray<string>)properties["resource.appArgs"]!);
        var pid = (int)properties["executable.pid"]!;

        Native.Signal(pid, Native.SigKill);
        var ended = await application.ResourceNotifications.WaitForResourceAsync("redis", change => change.Snapshot.ExitCode is not null);
        var started = await application.ResourceCommands.ExecuteCommandAsync("redis", KnownResourceCommands.StartCommand);

        Assert.Equal(137, ended.Snapshot.ExitCode);
        Assert.Equal(KnownResourceStates.Exited, ended.Snapshot.State?.Text);
        Assert.Equal(ResourceCommandState.Enabled, ended.Snapshot.Commands.Single(command => command.Name == KnownResourceCommands.StartCommand).State);
        Assert.True(started.Success);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("redis");
    }

    [Fact]
    public async Task A_program_that_crashes_is_shown_with_its_code_and_its_last_lines()
    {
        var builder = DistributedApplication.CreateBuilder(Arguments);
        builder.AddExecutable("service", "/bin/sh", "/tmp", "-c", "echo last words >&2; exit 3");
        await using var application = builder.Build();
        await application.StartAsync();

        var ended = await application.ResourceNotifications.WaitForResourceAsync("service", change => change.Snapshot.ExitCode is not null);

        Assert.Equal(KnownResourceStates.Exited, ended.Snapshot.State?.Text);
        Assert.Equal(3, ended.Snapshot.ExitCode);
        var loggers = (ResourceLoggerService)application.Services.GetService(typeof(ResourceLoggerService))!;
        Assert.Contains(loggers.GetBacklog("service"), line => line.IsErrorMessage && line.Content.EndsWith("last words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_waits_for_a_bundle_that_fails_does_not_start_and_says_why()
    {
        var builder = DistributedApplication.CreateBuilder(Arguments);
        var bundle = builder.AddExecutable("bundle", "/bin/sh", "/tmp", "-c", "exit 4");
        var never = builder.AddExecutable("never", "/bin/sh", "/tmp", "-c", "sleep 1000000").WithExplicitStart();
        builder.AddExecutable("service", "/bin/sh", "/tmp", "-c", "sleep 1000000").WaitForCompletion(bundle).WaitFor(never);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.ResourceNotifications.WaitForResourceAsync("service", KnownResourceStates.FailedToStart);

        var loggers = (ResourceLoggerService)application.Services.GetService(typeof(ResourceLoggerService))!;
        Assert.Contains(
            loggers.GetBacklog("service"), line => line.Content.EndsWith("bundle ended with code 4, not 0.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_and_restart_work_on_a_program()
    {
        var builder = DistributedApplication.CreateBuilder(Arguments);
        builder.AddExecutable("service", "/bin/sh", "/tmp", "-c", "exec sleep 1000000");
        await using var application = builder.Build();
        await application.StartAsync();
        var first = await PidAsync();

        Assert.True((await application.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.RestartCommand)).Success);
        var second = await PidAsync();
        Assert.True((await application.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.StopCommand)).Success);

        Assert.NotEqual(first, second);
        Assert.False(Directory.Exists($"/proc/{first}") || Directory.Exists($"/proc/{second}"));
        Assert.True(application.ResourceNotifications.TryGetCurrentState("service", out var now));
        Assert.Equal((KnownResourceStates.Exited, (string?)null, (int?)null), (now.Snapshot.State?.Text, now.Snapshot.State?.Style, now.Snapshot.ExitCode));

        async Task<object?> PidAsync() =>
            (await application.ResourceNotifications.WaitForResourceHealthyAsync("service"))
                .Snapshot.Properties.Single(property => property.Name == "executable.pid").Value;
    }

    [Fact]
    public async Task A_project_is_started_from_what_its_build_made_and_knows_its_name()
    {
        var builder = DistributedApplication.CreateBuilder(Arguments);
        builder.AddProject<BuiltProject>("tool", launchProfileName: null).WithArgs("--help").WithEnvironment("OTEL_TRACES_SAMPLER", "always_off");
        await using var application = builder.Build();
        await application.StartAsync();

        var ended = await application.ResourceNotifications.WaitForResourceAsync("tool", change => change.Snapshot.ExitCode is not null);

        Assert.Equal((KnownResourceStates.Finished, (int?)0), (ended.Snapshot.State?.Text, ended.Snapshot.ExitCode));
        Assert.Equal(
            [("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=tool"), ("OTEL_SERVICE_NAME", "tool"), ("OTEL_TRACES_SAMPLER", "always_off")],
            ended.Snapshot.EnvironmentVariables.Where(v => v.Name is not "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY" && v.Name.StartsWith("OTEL_", StringComparison.Ordinal))
                .Select(v => (v.Name, v.Value!)).Order());
    }

    [Fact]
    public async Task PostgreSQL_is_started_with_the_arguments_of_the_resource()
    {
        var builder = DistributedApplication.CreateBuilder(Arguments);
        var server = builder.AddPostgres("pg-args").WithImageTag("15").WithArgs("-c", "max_connections=37");
        await using var application = builder.Build();
        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("pg-args");

        await using var connection = new NpgsqlConnection(await server.Resource.ConnectionStringExpression.GetValueAsync(default));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("show max_connections", connection);
        Assert.Equal("37", await command.ExecuteScalarAsync());
    }

    private static async Task<DistributedApplication> StartServersAsync()
    {
        var builder = DistributedApplication.CreateBuilder(Arguments);
        builder.AddPostgres("pg-side").WithImageTag("15").AddDatabase("db");
        var application = builder.Build();
        await application.StartAsync();
        return application;
    }

    private sealed class BuiltProject : IProjectMetadata
    {
        public string ProjectPath => Path.Combine(AppContext.BaseDirectory, "Capsule.Testing.AppHost.csproj");

        public string AssemblyPath => Path.ChangeExtension(ProjectPath, ".dll");
    }
}
