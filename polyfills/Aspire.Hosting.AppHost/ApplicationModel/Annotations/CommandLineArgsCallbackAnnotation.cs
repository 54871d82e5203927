namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds command-line arguments when the resource is started or published.</summary>
public sealed class CommandLineArgsCallbackAnnotation(Action<CommandLineArgsCallbackContext> callback) : IResourceAnnotation
{
    internal Action<CommandLineArgsCallbackContext> Callback { get; } = callback;
}

/// <summary>The arguments of a resource while they are collected.</summary>
public sealed class CommandLineArgsCallbackContext
{
    /// <summary>Texts and <see cref="IValueProvider"/>s, in order.</summary>
    public IList<object> Args { get; } = [];
}
