using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Capsule.Testing;

namespace Capsule.Hosting.LocalServers.Tests;

/// <summary>What keeps servers from starting ends the AppHost with one message that names the cause and the way out.</summary>
public sealed class PreflightTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_taken_port_is_named_with_its_holder()
    {
        using var application = StartedApplication.New();
        using var listener = new TcpListener(IPAddress.Loopback, application.PostgresPort);
        listener.Start();

        await using var host = application.Start();

        await AssertEndsAsync(
            host,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Port {application.PostgresPort} of postgres is taken by process {Environment.ProcessId} ({Comm()}). Stop it, or use free ports with --DcpPublisher:RandomizePorts=true."
            )
        );
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named_with_the_setting()
    {
        await using var host = AppHostProcess.StartProject("tests/support/Capsule.Testing.AppHost", "/proc/nowhere");

        await AssertEndsAsync(host, "The servers' data folder /proc/nowhere cannot be written: ", "Choose another with LocalServers:Data.");
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named_with_the_setting()
    {
        using var application = StartedApplication.New();
        var file = Path.Combine(application.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await using var host = AppHostProcess.StartProject("tests/support/Capsule.Testing.AppHost", file);

        await AssertEndsAsync(host, $"The servers' data folder {file} cannot be written: ", "Choose another with LocalServers:Data.");
    }

    [Fact]
    public async Task A_server_whose_data_folder_is_a_file_is_named_with_the_setting()
    {
        using var application = StartedApplication.New();
        var file = Path.Combine(application.Folder, "redis_data");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await using var host = application.Start();

        await AssertEndsAsync(host, $"The data folder {file} of redis cannot be written: ", "Choose another with LocalServers:Data.");
    }

    [Fact]
    public async Task An_unknown_setting_is_refused_and_the_known_ones_are_named()
    {
        using var application = StartedApplication.New();
        await using var host = application.Start("--LocalServers:Dat=/srv");

        await AssertEndsAsync(
            host,
            "LocalServers:Dat is no setting of local servers. Known are LocalServers:Enabled, LocalServers:Data, LocalServers:Install, LocalServers:Path."
        );
    }

    [Fact]
    public async Task A_malformed_setting_is_named()
    {
        using var application = StartedApplication.New();
        await using var host = application.Start("--LocalServers:Install=perhaps");

        await AssertEndsAsync(host, "'perhaps' at 'LocalServers:Install'");
    }

    [Fact]
    public async Task Missing_servers_are_named_with_the_command_that_installs_them()
    {
        var program = new ServerProgram("PostgreSQL", "postgres.sh", "postgresql-99", ["a-program-that-nobody-has"], static () => []);

        var refused = await Assert.ThrowsAsync<LocalServersException>(() =>
            new PackageInstaller(
                new LocalServersOptions { Install = false },
                Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
            ).EnsureAsync([program, program], TestContext.Current.CancellationToken)
        );

        Assert.StartsWith("PostgreSQL cannot be found on this machine. Install with", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LocalServers:Path", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            File.Exists("/usr/bin/apt-get"),
            refused.Message.Contains("apt-get install -y --no-install-recommends postgresql-99'", StringComparison.Ordinal)
        );
    }

    private static async Task AssertEndsAsync(AppHostProcess host, params string[] parts)
    {
        Assert.Equal(1, await host.ExitAsync(Deadline));
        Assert.All(parts, part => Assert.Contains(part, host.Output[^1], StringComparison.Ordinal));
        Assert.DoesNotContain(host.Output, static line => line.Contains("Unhandled exception", StringComparison.Ordinal));
    }

    private static string Comm() => File.ReadAllText("/proc/self/comm").Trim();
}
