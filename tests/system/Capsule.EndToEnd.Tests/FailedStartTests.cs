using Aspire.Hosting.Testing;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.EndToEnd.Tests;

public sealed class FailedStartTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_server_that_cannot_start_is_logged_with_its_reason_and_with_the_programs_that_wait_for_it()
    {
        var folder = RunningSystem.NewDataRoot();
        using var logs = new RecordedLogs(LogLevel.Error);
        try
        {
            // The data of a PostgreSQL that does not exist.
            var volume = Directory.CreateDirectory(Path.Combine(folder, ServiceCatalogue.Billing.Volume));
            await File.WriteAllTextAsync(Path.Combine(volume.FullName, "PG_VERSION"), "99\n", TestContext.Current.CancellationToken);
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Capsule_AppHost>(
                ["--LocalServers:Enabled=true", $"--LocalServers:Data={folder}"],
                TestContext.Current.CancellationToken
            );
            builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(logs));

            await using (var application = await builder.BuildAsync())
            {
                // The host's start does not end while programs wait.
                using var stop = new CancellationTokenSource();
                var start = application.StartAsync(stop.Token);
                await Eventually.TrueAsync(() => Report(logs) is not null, "the failure is reported", Deadline);
                await stop.CancelAsync();
                await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }

            var report = Report(logs)!;
            Assert.Contains("ended with exit code", report, StringComparison.Ordinal);
            Assert.Contains("Waiting for it: billing, billing-migrations.", report, StringComparison.Ordinal);
            Assert.Contains("99", report, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Report(RecordedLogs logs) =>
        logs.Entries.FirstOrDefault(entry =>
            entry.StartsWith($"Error: {ServiceCatalogue.Billing.ServerResource} ", StringComparison.Ordinal)
        );
}
