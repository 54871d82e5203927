namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource is started with, as far as it was asked for.</summary>
public interface IExecutionConfigurationResult
{
    /// <summary>The environment variables that have a value.</summary>
    IEnumerable<KeyValuePair<string, string>> EnvironmentVariables { get; }

    /// <summary>Why values could not be resolved; null when all were.</summary>
    Exception? Exception { get; }
}
