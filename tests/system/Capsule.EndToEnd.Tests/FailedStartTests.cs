using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Testing;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.EndToEnd.Tests;

/// <summary>What the AppHost logs about servers that cannot serve, all in one start.</summary>
public sealed class FailedStartTests(FailedStartTests.FailedStart started) : IClassFixture<FailedStartTests.FailedStart>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_server_that_cannot_start_is_logged_with_its_reason_and_with_the_programs_that_wait_for_it()
    {
        var report = await started.ReportAsync(ServiceCatalogue.Billing);

        Assert.Contains("ended with exit code", report, StringComparison.Ordinal);
        Assert.Contains("Waiting for it: billing, billing-migrations.", report, StringComparison.Ordinal);
        Assert.Contains("99", report, StringComparison.Ordinal);
        Assert.Contains(
            $"Its data is in the folder {started.Folder}/billing_db_data; if it is the cause, stop the AppHost and delete the folder",
            report,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("[sys]", report, StringComparison.Ordinal);
    }

    // microsoft/aspire#3669, #9475, #5399: the data has another password than this run.
    [Fact]
    [Trait("Case", "A-ASP-01")]
    public async Task A_server_that_refuses_its_login_is_logged_with_the_folder_and_the_parameters()
    {
        var report = await started.ReportAsync(ServiceCatalogue.Deploy);

        Assert.Contains("refuses its login: ", report, StringComparison.Ordinal);
        Assert.Contains("password authentication failed for user \"deploy_owner\"", report, StringComparison.Ordinal);
        Assert.Contains("Waiting for it: deploy, deploy-migrations.", report, StringComparison.Ordinal);
        Assert.Contains(
            $"The data in the folder {started.Folder}/deploy_db_data was created with another user or password. Set deploy-owner and "
                + "deploy-owner-password to the earlier values, or stop the AppHost and delete the folder with all its data to start empty.",
            report,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            started.Entries,
            entry => entry.StartsWith($"Error: {ServiceCatalogue.Deploy.DatabaseResource} ", StringComparison.Ordinal)
        );
    }

    /// <summary>The AppHost, which starts with one server of an unknown version and one with another password.</summary>
    public sealed class FailedStart : IAsyncLifetime
    {
        private readonly RecordedLogs _logs = new(LogLevel.Error);
        private readonly CancellationTokenSource _stop = new();
        private Aspire.Hosting.DistributedApplication _application = null!;
        private Task _start = Task.CompletedTask;

        internal string Folder { get; } = RunningSystem.NewDataRoot();

        internal IReadOnlyList<string> Entries => _logs.Entries;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            // The data of a PostgreSQL that does not exist.
            var volume = Directory.CreateDirectory(Path.Combine(Folder, ServiceCatalogue.Billing.Volume));
            await File.WriteAllTextAsync(Path.Combine(volume.FullName, "PG_VERSION"), "99\n");
            await CreateWithOtherPasswordAsync(Path.Combine(Folder, ServiceCatalogue.Deploy.Volume));
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Capsule_AppHost>([
                "--LocalServers:Enabled=true",
                $"--LocalServers:Data={Folder}",
            ]);
            builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(_logs));
            _application = await builder.BuildAsync();

            // The host's start does not end while programs wait.
            _start = _application.StartAsync(_stop.Token);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _application.DisposeAsync();
            _stop.Dispose();
            _logs.Dispose();
            Directory.Delete(Folder, recursive: true);
        }

        internal async Task<string> ReportAsync(PlatformService service)
        {
            await Eventually.TrueAsync(() => Report(service) is not null, "the failure is reported", Deadline);
            return Report(service)!;
        }

        // The note of the login is that of this run, so the password is not set at the start: as if somebody had changed it by hand.
        private static async Task CreateWithOtherPasswordAsync(string folder)
        {
            var root = folder + ".other";
            await using var server = await OwnServer.StartPostgresAsync(root);
            await server.StopAsync();
            Directory.Move(server.Data, folder);
            var login = SHA256.HashData(Encoding.UTF8.GetBytes("deploy_owner\ndeploy_owner_pass"));
            await File.WriteAllTextAsync(folder + ".login", Convert.ToHexStringLower(login) + "\n");
        }

        private string? Report(PlatformService service) =>
            Entries.FirstOrDefault(entry => entry.StartsWith($"Error: {service.ServerResource} ", StringComparison.Ordinal));
    }
}
