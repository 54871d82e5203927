namespace Aspire.Hosting.ApplicationModel;

/// <summary>The parts of what a resource is started with.</summary>
public static class ExecutionConfigurationBuilderExtensions
{
    /// <summary>Adds its environment variables.</summary>
    public static IExecutionConfigurationBuilder WithEnvironmentVariablesConfig(this IExecutionConfigurationBuilder builder)
    {
        ((ExecutionConfigurationBuilder)builder).HasEnvironment = true;
        return builder;
    }
}
