namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds environment variables when the resource is started or published.</summary>
public sealed class EnvironmentCallbackAnnotation(Action<EnvironmentCallbackContext> callback) : IResourceAnnotation
{
    internal Action<EnvironmentCallbackContext> Callback { get; } = callback;
}

/// <summary>The environment variables of a resource while they are collected.</summary>
public sealed class EnvironmentCallbackContext
{
    /// <summary>Texts and <see cref="IValueProvider"/>s by name.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = [];
}
