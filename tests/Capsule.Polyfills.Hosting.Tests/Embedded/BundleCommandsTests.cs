using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Capsule.Polyfills.Hosting.Tests.Model;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class BundleCommandsTests
{
    private const string Role = "bundle_commands_user";

    [Fact]
    public async Task The_bundles_program_runs_with_its_own_environment_and_writes_to_its_log()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var application = Build(database.ConnectionString, out _);

        var before = await application.ResourceCommands.ExecuteCommandAsync("sample-migrations", "info");
        var migrated = await application.ResourceCommands.ExecuteCommandAsync("sample-migrations", "migrate");

        Assert.True(before.Success, before.ErrorMessage);
        Assert.True(migrated.Success, migrated.ErrorMessage);
        var log = Log(application);
        Assert.Contains(log, line => !line.IsErrorMessage && line.Content.Contains("20261121105530", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Content.Contains($"sample: schema sample of {database.Name} is up to date", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_says_what_the_bundle_said_last()
    {
        await using var application = Build("Nonsense", out _);

        var result = await application.ResourceCommands.ExecuteCommandAsync("sample-migrations", "migrate");

        Assert.False(result.Success);
        Assert.StartsWith("sample: ConnectionStrings:sample-db is not a valid", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(Log(application), line => line.IsErrorMessage && line.Content.EndsWith(result.ErrorMessage!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_is_given_up_leaves_no_process()
    {
        await using var application = Build("Host=127.0.0.1;Port=1;Database=d;Username=u", out _);
        using var giveUp = new CancellationTokenSource();

        var running = application.ResourceCommands.ExecuteCommandAsync("sample-migrations", "migrate", giveUp.Token);
        await Eventually.TrueAsync(
            () => Log(application).Any(line => line.Content.Contains("waiting for 127.0.0.1:1", StringComparison.Ordinal)), "The bundle waits for its server.");
        await giveUp.CancelAsync();

        Assert.True((await running).Canceled);
    }

    [Fact]
    public async Task Commands_wait_until_the_bundle_has_ended_and_only_reset_asks_first()
    {
        await using var application = Build("Host=h;Database=d", out var bundle);

        await application.ResourceNotifications.PublishUpdateAsync(bundle, state => state with { State = KnownResourceStates.Running });
        Assert.All(Commands(), command => Assert.Equal(ResourceCommandState.Disabled, command.State));
        await application.ResourceNotifications.PublishUpdateAsync(bundle, state => state with { State = KnownResourceStates.Finished });

        Assert.All(Commands(), command => Assert.Equal(ResourceCommandState.Enabled, command.State));
        Assert.Equal(["info", "migrate", "reset", "validate"], Commands().Select(command => command.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["reset"], Commands().Where(command => command.Options.ConfirmationMessage is not null).Select(command => command.Name));

        IEnumerable<ResourceCommandSnapshot> Commands() =>
            application.ResourceNotifications.TryGetCurrentState("sample-migrations", out var now) ? now.Snapshot.Commands : [];
    }

    private static DistributedApplication Build(string connectionString, out ProjectResource bundle)
    {
        var builder = Resolve.RunBuilder("--environment=Development");
        bundle = builder.AddProject<SampleMigrations>("sample-migrations")
            .WithEnvironment("DOTNET_ENVIRONMENT", "Development")
            .WithEnvironment("ConnectionStrings__sample-db", connectionString)
            .WithEnvironment("API_ROLE", Role)
            .WithEnvironment("API_ROLE_PASSWORD", "pass")
            .WithBundleCommands().Resource;
        return builder.Build();
    }

    private static IReadOnlyList<LogLine> Log(DistributedApplication application) =>
        application.Services.GetRequiredService<ResourceLoggerService>().GetBacklog("sample-migrations");

    private sealed class SampleMigrations : IProjectMetadata
    {
        public string ProjectPath => Path.Combine(RepositoryFolder.Root, "tests", "Capsule.Sample.Migrations", "Capsule.Sample.Migrations.csproj");
    }
}
