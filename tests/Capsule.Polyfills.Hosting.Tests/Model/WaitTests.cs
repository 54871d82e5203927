using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class WaitTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();

    [Fact]
    public void Waiting_for_a_database_waits_for_its_server_as_well()
    {
        var server = _builder.AddPostgres("pg");
        var database = server.AddDatabase("db");

        var waits = Waits(Tool("tool").WaitFor(database));

        Assert.Equal([(server.Resource, WaitType.WaitUntilHealthy), ((IResource)database.Resource, WaitType.WaitUntilHealthy)], waits);
    }

    [Fact]
    public void One_can_wait_for_the_end_or_the_start()
    {
        var other = Tool("other");

        var completion = Tool("one").WaitForCompletion(other, exitCode: 3);
        var start = Tool("two").WaitForStart(other);

        var wait = Assert.Single(completion.Resource.Annotations.OfType<WaitAnnotation>());
        Assert.Equal((WaitType.WaitForCompletion, 3), (wait.WaitType, wait.ExitCode));
        Assert.Equal([((IResource)other.Resource, WaitType.WaitUntilStarted)], Waits(start));
    }

    [Fact]
    public void Nobody_waits_for_himself()
    {
        var tool = Tool("tool");

        var error = Assert.Throws<DistributedApplicationException>(() => tool.WaitFor(tool));

        Assert.Equal("The 'tool' resource cannot wait for itself.", error.Message);
    }

    private static IEnumerable<(IResource Resource, WaitType Type)> Waits(IResourceBuilder<IResource> builder) =>
        builder.Resource.Annotations.OfType<WaitAnnotation>().Select(w => (w.Resource, w.WaitType));

    private IResourceBuilder<ExecutableResource> Tool(string name) => _builder.AddExecutable(name, "tool", ".");
}
