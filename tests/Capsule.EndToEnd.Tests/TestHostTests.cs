using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.EndToEnd.Tests;

/// <summary>The AppHost under Aspire's own test host, with local servers.</summary>
public sealed partial class TestHostTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Everything_becomes_healthy_bundle_commands_run_and_nothing_logs_an_error()
    {
        var folder = RunningSystem.NewDataRoot();
        try
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Capsule_AppHost>(
                ["--LocalServers:Enabled=true", $"--LocalServers:Data={folder}"], TestContext.Current.CancellationToken);
            await using (var application = await builder.BuildAsync())
            {
                await application.StartAsync();
                foreach (var service in RunningSystem.Services)
                {
                    await application.ResourceNotifications.WaitForResourceHealthyAsync(service).WaitAsync(Deadline);
                }

                var info = await application.ResourceCommands.ExecuteCommandAsync("auth-migrations", "info");
                var validate = await application.ResourceCommands.ExecuteCommandAsync("auth-migrations", "validate");

                Assert.True(info.Success, info.Message);
                Assert.True(validate.Success, validate.Message);
                Assert.Equal(["info", "migrate", "reset", "validate"], BundleCommandsOf(application, "auth-migrations"));
                foreach (var service in RunningSystem.Services)
                {
                    Assert.Empty(await ErrorsAsync(application, service));
                }
            }

            await Eventually.TrueAsync(() => RunningProcess.Of("NONE=none", folder).Count == 0, "no server is left");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> BundleCommandsOf(DistributedApplication application, string bundle) =>
        application.ResourceNotifications.TryGetCurrentState(bundle, out var now)
            ? now.Snapshot.Commands.Select(static command => command.Name).Where(static name => name is "info" or "migrate" or "reset" or "validate").Order(StringComparer.Ordinal)
            : [];

    private static async Task<List<string>> ErrorsAsync(DistributedApplication application, string resource)
    {
        Assert.True(application.ResourceNotifications.TryGetCurrentState(resource, out var now));
        List<string> errors = [];
        await foreach (var lines in application.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(now.ResourceId))
        {
            errors.AddRange(lines.Where(static line => ErrorLine().IsMatch(line.Content)).Select(line => $"{resource}: {line.Content}"));
        }

        return errors;
    }

    [GeneratedRegex(@"(^| )(fail|crit): |^Unhandled exception")]
    private static partial Regex ErrorLine();
}
