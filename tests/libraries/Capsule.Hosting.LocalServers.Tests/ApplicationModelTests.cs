using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Capsule.Testing;
using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace Capsule.Hosting.LocalServers.Tests;

/// <summary>One application in this process, on free ports, by Aspire's own test host.</summary>
public sealed class ApplicationModelTests(ApplicationModelTests.Started started) : IClassFixture<ApplicationModelTests.Started>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly string _folder = started.Folder;
    private readonly DistributedApplication _application = started.Application;

    [Fact]
    [Trait("Case", "A-ASP-07")] // SSWConsulting/SSW.VerticalSliceArchitecture#264
    public async Task Servers_answer_at_their_connection_strings_and_what_waits_for_them_starts()
    {
        await HealthyAsync("service");
        var bundle = await _application
            .ResourceNotifications.WaitForResourceAsync("bundle", KnownResourceStates.TerminalStates)
            .WaitAsync(Deadline);
        Assert.Equal(KnownResourceStates.Finished, bundle);
        Assert.True(_application.ResourceNotifications.TryGetCurrentState("bundle", out var ended));
        Assert.Equal(0, ended.Snapshot.ExitCode);

        await using var postgres = NpgsqlDataSource.Create((await _application.GetConnectionStringAsync("things-db"))!);
        await using var command = postgres.CreateCommand("select current_database()");
        Assert.Equal("things", await command.ExecuteScalarAsync());

        await using var redis = await ConnectionMultiplexer.ConnectAsync((await _application.GetConnectionStringAsync("redis"))!);
        Assert.True(await redis.GetDatabase().StringSetAsync("key", "value"));

        await using var rabbit = await new ConnectionFactory
        {
            Uri = new Uri((await _application.GetConnectionStringAsync("messaging"))!),
        }.CreateConnectionAsync();
        Assert.True(rabbit.IsOpen);
    }

    [Fact]
    public async Task Databases_have_the_state_of_their_server_and_a_killed_server_starts_again_by_its_command()
    {
        await HealthyAsync("things-db");
        var server = RunningProcess
            .In(_folder)
            .First(static process => process.CommandLine.Contains("/postgres -D", StringComparison.Ordinal));

        server.Kill();
        await _application.ResourceNotifications.WaitForResourceAsync("things-db", KnownResourceStates.TerminalStates).WaitAsync(Deadline);
        var started = await _application.ResourceCommands.ExecuteCommandAsync("postgres", KnownResourceCommands.StartCommand);

        Assert.True(started.Success, started.Message);

        // Asked, for Aspire shows the health of before the kill until it has looked again.
        await Eventually.TrueAsync(AnswersAsync, "the server answers again", Deadline);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(
                (await _application.GetConnectionStringAsync("things-db"))! + ";Pooling=false"
            );
            await using var command = source.CreateCommand("select 1");
            return await command.ExecuteScalarAsync() is 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private Task<ResourceEvent> HealthyAsync(string resource) =>
        _application.ResourceNotifications.WaitForResourceHealthyAsync(resource).WaitAsync(Deadline);

    /// <summary>The application.</summary>
    public sealed class Started : IAsyncLifetime
    {
        // A test host has no dashboard: the application starts though another one, in the developer's other window, has the dashboard's
        // port.
        private readonly TcpListener _dashboardOfAnother = new(IPAddress.Loopback, 0);

        public string Folder { get; } = ServerFolder.New("capsule-local");

        public DistributedApplication Application { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _dashboardOfAnother.Start();
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Capsule_Testing_AppHost>([
                "--LocalServers:Enabled=true",
                $"--LocalServers:Data={Folder}",
                "--Password=it's a pass",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://localhost:{((IPEndPoint)_dashboardOfAnother.LocalEndpoint).Port}"
                ),
            ]);
            Application = await builder.BuildAsync();
            await Application.StartAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Application.DisposeAsync();
            await Eventually.TrueAsync(() => RunningProcess.In(Folder).Count == 0, "nothing is left of the application", Deadline);
            Directory.Delete(Folder, recursive: true);
            _dashboardOfAnother.Dispose();
        }
    }
}
