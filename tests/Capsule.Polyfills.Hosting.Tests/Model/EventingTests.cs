using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class EventingTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();
    private readonly List<string> _heard = [];

    [Fact]
    public async Task Subscribers_are_told_one_after_another()
    {
        _builder.Eventing.Subscribe<BeforeStartEvent>(async (_, _) =>
        {
            await Task.Yield();
            _heard.Add("first");
        });
        _builder.Eventing.Subscribe<BeforeStartEvent>((_, _) => Hear("second"));

        await _builder.Eventing.PublishAsync(new BeforeStartEvent(Services(), new DistributedApplicationModel(_builder.Resources)));

        Assert.Equal(["first", "second"], _heard);
    }

    [Fact]
    public async Task A_resource_s_subscribers_hear_of_that_resource_only()
    {
        var one = _builder.AddRedis("one").OnResourceReady((resource, _, _) => Hear(resource.Name));
        var two = _builder.AddRedis("two");
        _builder.Eventing.Subscribe<ResourceReadyEvent>((e, _) => Hear($"any:{e.Resource.Name}"));

        await _builder.Eventing.PublishAsync(new ResourceReadyEvent(one.Resource, Services()));
        await _builder.Eventing.PublishAsync(new ResourceReadyEvent(two.Resource, Services()));

        Assert.Equal(["any:one", "any:two", "one"], _heard.Order());
    }

    private static ServiceProvider Services() => new ServiceCollection().BuildServiceProvider();

    private Task Hear(string what)
    {
        _heard.Add(what);
        return Task.CompletedTask;
    }
}
