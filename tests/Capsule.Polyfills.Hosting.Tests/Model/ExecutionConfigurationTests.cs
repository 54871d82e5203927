using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ExecutionConfigurationTests
{
    private readonly IDistributedApplicationBuilder _builder = Resolve.RunBuilder();

    [Fact]
    public async Task A_resources_environment_can_be_asked_for_with_its_values()
    {
        var secret = _builder.AddParameter("secret", "s3cret", secret: true);
        var program = _builder.AddExecutable("program", "/bin/sh", "/")
            .WithEnvironment("PLAIN", "text").WithEnvironment("SECRET", secret).WithEnvironment("BOTH", $"a {secret} b");

        var result = await BuildAsync(ExecutionConfigurationBuilder.Create(program.Resource).WithEnvironmentVariablesConfig());

        Assert.Null(result.Exception);
        Assert.Equal(
            [("PLAIN", "text"), ("SECRET", "s3cret"), ("BOTH", "a s3cret b")],
            result.EnvironmentVariables.Where(variable => variable.Key is "PLAIN" or "SECRET" or "BOTH").Select(variable => (variable.Key, variable.Value)));
    }

    [Fact]
    public async Task What_is_not_asked_for_is_left_out()
    {
        var program = _builder.AddExecutable("program", "/bin/sh", "/").WithEnvironment("PLAIN", "text");

        Assert.Empty((await BuildAsync(ExecutionConfigurationBuilder.Create(program.Resource))).EnvironmentVariables);
    }

    [Fact]
    public async Task A_value_that_is_missing_is_told_and_the_others_are_there()
    {
        var program = _builder.AddExecutable("program", "/bin/sh", "/")
            .WithEnvironment("MISSING", ReferenceExpression.Create($"{new Missing()}")).WithEnvironment("PLAIN", "text");

        var result = await BuildAsync(ExecutionConfigurationBuilder.Create(program.Resource).WithEnvironmentVariablesConfig());

        var error = Assert.IsType<AggregateException>(result.Exception);
        Assert.Equal("not there", Assert.Single(error.InnerExceptions).Message);
        Assert.Equal("text", result.EnvironmentVariables.ToDictionary()["PLAIN"]);
    }

    private Task<IExecutionConfigurationResult> BuildAsync(IExecutionConfigurationBuilder configuration) =>
        configuration.BuildAsync(_builder.ExecutionContext, NullLogger.Instance);

    private sealed class Missing : IValueProvider, IManifestExpressionProvider
    {
        public string ValueExpression => "{missing.value}";

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => throw new InvalidOperationException("not there");
    }
}
