using System.ComponentModel;
using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;

namespace Capsule.Hosting.LocalServers.Tests;

/// <summary>Where a container runtime answers, servers stay containers.</summary>
public sealed class ContainerTests
{
    private const string Image = "postgres:15";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Servers_run_in_containers_where_a_runtime_answers()
    {
        Assert.SkipUnless(Succeeds("docker", "info"), "No Docker Engine answers.");
        Assert.SkipUnless(
            Succeeds("docker", "image", "inspect", Image) || Succeeds("docker", "pull", Image),
            $"The image {Image} can be neither found nor pulled."
        );

        // LocalServers:Enabled is not given: the library finds out by itself.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Capsule_Testing_AppHost>(["--OnlyPostgres=true"]);
        await using var application = await builder.BuildAsync();
        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("things-db").WaitAsync(Deadline);
        var bundle = await application
            .ResourceNotifications.WaitForResourceAsync("bundle", KnownResourceStates.TerminalStates)
            .WaitAsync(Deadline);

        Assert.Equal(KnownResourceStates.Finished, bundle);
        Assert.IsType<PostgresServerResource>(builder.Resources.Single(static resource => resource.Name == "postgres"));
        await using var postgres = NpgsqlDataSource.Create((await application.GetConnectionStringAsync("things-db"))!);
        await using var command = postgres.CreateCommand("select current_database()");
        Assert.Equal("things", await command.ExecuteScalarAsync());
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            return process.WaitForExit(Deadline) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
