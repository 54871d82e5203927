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
            .WithCommand("break", "Break", _ => throw new InvalidOperationException("secret detail"));
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

    private IResource Resource() =>
        ((DistributedApplicationModel)_app.Services.GetService(typeof(DistributedApplicationModel))!).Resources.Single(r => r.Name == "redis");
}
