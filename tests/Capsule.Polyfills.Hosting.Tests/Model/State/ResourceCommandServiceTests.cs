using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model.State;

public sealed class ResourceCommandServiceTests : IAsyncDisposable
{
    private readonly List<string> _done = [];
    private readonly DistributedApplication _app;

    public ResourceCommandServiceTests()
    {
        var builder = Resolve.RunBuilder();
        builder.AddRedis("redis")
            .WithCommand("note", "Note", context =>
            {
                _done.Add(context.ResourceName);
                return Task.FromResult(CommandResults.Success());
            })
            .WithCommand("break", "Break", _ => throw new InvalidOperationException("secret detail"))
            .WithCommand("refuse", "Refuse", context => Task.FromResult(
                context.ResourceName == "redis-2" ? CommandResults.Canceled() : CommandResults.Failure(new InvalidOperationException($"not {context.ResourceName}"))))
            .WithCommand("give-up", "Give up", context => context.ResourceName == "redis-0"
                ? Task.FromResult(CommandResults.Success())
                : throw new OperationCanceledException());
        _app = builder.Build();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_command_works_on_a_resource_by_its_name()
    {
        var result = await _app.ResourceCommands.ExecuteCommandAsync("redis", "note");

        Assert.True(result.Success);
        Assert.Equal(["redis"], _done);
    }

    [Fact]
    public async Task A_command_works_on_one_instance_or_all()
    {
        var redis = Resource();
        await _app.ResourceNotifications.PublishUpdateAsync(redis, "redis-0", s => s);
        await _app.ResourceNotifications.PublishUpdateAsync(redis, "redis-1", s => s);

        await _app.ResourceCommands.ExecuteCommandAsync("redis-1", "note");
        Assert.Equal(["redis-1"], _done);
        await _app.ResourceCommands.ExecuteCommandAsync(redis, "note");

        Assert.Equal(["redis-0", "redis-1", "redis-1"], _done.Order());
    }

    [Theory]
    [InlineData("redis", "nope", "Command 'nope' not available for resource 'redis'.")]
    [InlineData("nope", "note", "Resource 'nope' not found.")]
    [InlineData("redis", "break", "Unhandled exception thrown.")]
    public async Task What_cannot_be_done_is_a_failure(string resource, string command, string message)
    {
        var result = await _app.ResourceCommands.ExecuteCommandAsync(resource, command);

        Assert.False(result.Success);
        Assert.Equal(message, result.ErrorMessage);
    }

    [Fact]
    public async Task What_is_given_up_is_neither_done_nor_a_failure()
    {
        var result = await _app.ResourceCommands.ExecuteCommandAsync("redis", "give-up");

        Assert.Equal((false, true, (string?)null), (result.Success, result.Canceled, result.ErrorMessage));
    }

    [Fact]
    public async Task Failures_of_several_instances_are_told_together()
    {
        var redis = Resource();
        foreach (var id in new[] { "redis-0", "redis-1", "redis-2" })
        {
            await _app.ResourceNotifications.PublishUpdateAsync(redis, id, s => s);
        }

        var failed = await _app.ResourceCommands.ExecuteCommandAsync(redis, "refuse");
        var givenUp = await _app.ResourceCommands.ExecuteCommandAsync(redis, "give-up");

        Assert.Equal(
            ["2 command executions failed.", "Resource 'redis-0' failed with error message: not redis-0", "Resource 'redis-1' failed with error message: not redis-1"],
            failed.ErrorMessage!.Split(Environment.NewLine).OrderBy(line => line, StringComparer.Ordinal));
        Assert.Equal((false, true, (string?)null), (givenUp.Success, givenUp.Canceled, givenUp.ErrorMessage));
    }

    private IResource Resource() =>
        ((DistributedApplicationModel)_app.Services.GetService(typeof(DistributedApplicationModel))!).Resources.Single(r => r.Name == "redis");
}
