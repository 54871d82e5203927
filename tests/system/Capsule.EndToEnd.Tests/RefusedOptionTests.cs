using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Testing;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capsule.EndToEnd.Tests;

/// <summary>Options and parameters that are wrong or missing are named before anything starts.</summary>
public sealed class RefusedOptionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("--data-rot=/srv", "Unknown option --data-rot=/srv.")]
    [InlineData("--LocalServers:Dat=/srv", "Unknown option --LocalServers:Dat=/srv.")]
    [InlineData("LocalServers", "Unknown option LocalServers.")]
    [InlineData("--LocalServers:Data", "Option --LocalServers:Data has no value.")]
    public async Task An_unknown_option_is_refused_and_the_known_ones_are_named(string option, string problem)
    {
        var folder = RunningSystem.NewDataRoot();
        await using var host = AppHostProcess.Start(folder, option);

        Assert.Equal(1, await host.ExitAsync(Deadline));

        var line = Assert.Single(host.Output);
        Assert.StartsWith(problem, line, StringComparison.Ordinal);
        Assert.Contains("Known are --LocalServers:Enabled=VALUE, --LocalServers:Data=VALUE, ", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task Parameters_without_a_value_are_named_with_the_ways_to_set_them()
    {
        var folder = RunningSystem.NewDataRoot();
        using var logs = new RecordedLogs(LogLevel.Error);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Capsule_AppHost>(
            [
                "--environment=Production",
                "--LocalServers:Enabled=true",
                $"--LocalServers:Data={folder}",
                "--Parameters:auth-owner=given",
                "--Parameters:auth_user=given",
            ],
            TestContext.Current.CancellationToken
        );
        builder.Services.AddLogging(logging => logging.ClearProviders().AddProvider(logs));
        await using (var application = await builder.BuildAsync(TestContext.Current.CancellationToken))
        {
            // The event of the start suffices, and nothing starts.
            await application
                .Services.GetRequiredService<IDistributedApplicationEventing>()
                .PublishAsync(
                    new BeforeStartEvent(application.Services, application.Services.GetRequiredService<DistributedApplicationModel>()),
                    TestContext.Current.CancellationToken
                );
        }

        var report = logs.Entries.First(static entry => entry.Contains(" parameters have no value", StringComparison.Ordinal));
        Assert.Contains(" auth-owner-password, ", report, StringComparison.Ordinal);
        Assert.DoesNotContain(" auth-owner,", report, StringComparison.Ordinal);
        Assert.DoesNotContain(" auth-user,", report, StringComparison.Ordinal);
        Assert.Contains("(--Parameters:redis-password=VALUE)", report, StringComparison.Ordinal);
        Assert.Contains("(Parameters__redis_password=VALUE)", report, StringComparison.Ordinal);
        Assert.Contains("DOTNET_ENVIRONMENT=Development", report, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
