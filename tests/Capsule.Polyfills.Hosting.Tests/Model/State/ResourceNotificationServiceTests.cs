using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Capsule.Polyfills.Hosting.Tests.Model.State;

public sealed class ResourceNotificationServiceTests : IAsyncDisposable
{
    private static readonly HealthReportSnapshot Well = new("a", HealthStatus.Healthy, null, null);

    private readonly DistributedApplication _app;
    private readonly RedisResource _redis;

    public ResourceNotificationServiceTests()
    {
        var builder = Resolve.RunBuilder();
        _redis = builder.AddRedis("redis")
            .WithCommand("flush", "Flush", _ => Task.FromResult(CommandResults.Success()), new CommandOptions
            {
                UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
                    ? ResourceCommandState.Enabled
                    : ResourceCommandState.Disabled,
            })
            .Resource;
        _app = builder.Build();
    }

    private ResourceNotificationService Notifications => _app.ResourceNotifications;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_watcher_gets_the_present_state_and_every_change()
    {
        await SetAsync("Starting");
        var changes = Notifications.WatchAsync().GetAsyncEnumerator();

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal("Starting", changes.Current.Snapshot.State?.Text);
        await SetAsync("Running");
        Assert.True(await changes.MoveNextAsync());

        Assert.Equal(("redis", "Running"), (changes.Current.ResourceId, changes.Current.Snapshot.State?.Text));
        Assert.Same(_redis, changes.Current.Resource);
        Assert.Equal("Container", changes.Current.Snapshot.ResourceType);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Commands_follow_the_state()
    {
        await SetAsync("Starting");
        Assert.Equal(ResourceCommandState.Disabled, Assert.Single(State().Commands).State);

        await SetAsync("Running");

        Assert.Equal(ResourceCommandState.Enabled, Assert.Single(State().Commands).State);
    }

    [Fact]
    public async Task One_can_wait_for_a_state()
    {
        var running = Notifications.WaitForResourceAsync("REDIS", KnownResourceStates.Running);
        var ended = Notifications.WaitForResourceAsync("redis", KnownResourceStates.TerminalStates);

        await SetAsync("Starting");
        Assert.False(running.IsCompleted);
        await SetAsync("Running");
        await running;
        await SetAsync("Exited");

        Assert.Equal("Exited", await ended);
    }

    [Fact]
    public async Task Healthy_means_running_checked_and_prepared()
    {
        var prepared = new TaskCompletionSource();
        var healthy = Notifications.WaitForResourceHealthyAsync("redis", TestContext.Current.CancellationToken);

        await SetAsync("Running", Well with { Status = null });
        Assert.Equal(HealthStatus.Unhealthy, State().HealthStatus);
        await SetAsync("Running", Well, Well with { Name = "b", Status = HealthStatus.Degraded });
        Assert.Equal(HealthStatus.Degraded, State().HealthStatus);
        await SetAsync("Running", Well);
        await Notifications.PublishUpdateAsync(_redis, s => s with { ResourceReady = prepared.Task });
        Assert.False(healthy.IsCompleted);
        prepared.SetResult();

        Assert.Equal(HealthStatus.Healthy, (await healthy).Snapshot.HealthStatus);
    }

    [Fact]
    public async Task Waiting_for_health_ends_with_a_failure_only_if_that_is_wanted()
    {
        var patient = Notifications.WaitForResourceHealthyAsync("redis", WaitBehavior.WaitOnResourceUnavailable);
        var strict = Notifications.WaitForResourceHealthyAsync("redis", WaitBehavior.StopOnResourceUnavailable);

        await SetAsync("FailedToStart");

        await Assert.ThrowsAsync<DistributedApplicationException>(() => strict);
        Assert.False(patient.IsCompleted);
    }

    [Fact]
    public async Task Instances_have_states_of_their_own()
    {
        await Notifications.PublishUpdateAsync(_redis, "redis-0", s => s with { State = "Running" });
        await Notifications.PublishUpdateAsync(_redis, "redis-1", s => s with { State = "Starting" });

        Assert.True(Notifications.TryGetCurrentState("redis-1", out var second));
        Assert.Equal("Starting", second.Snapshot.State?.Text);
        Assert.False(Notifications.TryGetCurrentState("redis", out _));

        await SetAsync("Exited");
        Assert.True(Notifications.TryGetCurrentState("redis-0", out var first));
        Assert.Equal("Exited", first.Snapshot.State?.Text);
    }

    private CustomResourceSnapshot State() => Notifications.TryGetCurrentState("redis", out var state)
        ? state.Snapshot
        : throw new InvalidOperationException("No state.");

    private Task SetAsync(string state, params HealthReportSnapshot[] reports) =>
        Notifications.PublishUpdateAsync(_redis, s => s with { State = state, HealthReports = [.. reports] });
}
