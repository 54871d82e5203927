using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class CommandTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();

    [Fact]
    public async Task The_last_command_of_a_name_counts()
    {
        var redis = _builder.AddRedis("redis")
            .WithCommand("greet", "Greet", _ => Task.FromResult(CommandResults.Failure("old")))
            .WithCommand("greet", "Greet again", _ => Task.FromResult(CommandResults.Success()));

        var command = Assert.Single(redis.Resource.Annotations.OfType<ResourceCommandAnnotation>(), c => c.Name == "greet");

        Assert.Equal("Greet again", command.DisplayName);
        Assert.True((await command.ExecuteCommand(Context())).Success);
    }

    [Fact]
    public void A_command_needs_a_name_and_something_to_do()
    {
        var redis = _builder.AddRedis("redis");

        Assert.Throws<ArgumentNullException>("name", () => redis.WithCommand(null!, "Greet", _ => Task.FromResult(CommandResults.Success())));
        Assert.Throws<ArgumentNullException>("displayName", () => redis.WithCommand("greet", null!, _ => Task.FromResult(CommandResults.Success())));
        Assert.Throws<ArgumentNullException>("executeCommand", () => redis.WithCommand("greet", "Greet", null!));
    }

    [Fact]
    public void A_result_says_how_a_command_ended()
    {
        Assert.Equal((true, false, null), Parts(CommandResults.Success()));
        Assert.Equal((false, false, "why"), Parts(CommandResults.Failure("why")));
        Assert.Equal((false, false, "why"), Parts(CommandResults.Failure(new InvalidOperationException("why"))));
        Assert.Equal((false, true, null), Parts(CommandResults.Canceled()));

        static (bool, bool, string?) Parts(ExecuteCommandResult result) => (result.Success, result.Canceled, result.ErrorMessage);
    }

    private static ExecuteCommandContext Context() =>
        new() { ServiceProvider = null!, ResourceName = "redis", CancellationToken = CancellationToken.None };
}
