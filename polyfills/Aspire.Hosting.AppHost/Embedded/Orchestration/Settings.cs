using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Finds out the environment and arguments that the model gives a resource.</summary>
internal static class Settings
{
    /// <summary>Everything that the model sets in the resource's environment.</summary>
    internal static async Task<Dictionary<string, string?>> EnvironmentAsync(IResource resource, RunContext context, CancellationToken cancellationToken)
    {
        var callbacks = new EnvironmentCallbackContext(context.ExecutionContext, resource, cancellationToken: cancellationToken)
        {
            Logger = context.Loggers.GetLogger(resource),
        };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
        {
            await annotation.Callback(callbacks);
        }

        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in callbacks.EnvironmentVariables)
        {
            if (await TextAsync(value, cancellationToken) is { } text)
            {
                environment[name] = text;
            }
        }

        return environment;
    }

    /// <summary>The resource's command line.</summary>
    internal static async Task<List<string>> ArgumentsAsync(IResource resource, RunContext context, CancellationToken cancellationToken)
    {
        var callbacks = new CommandLineArgsCallbackContext([], resource, cancellationToken)
        {
            ExecutionContext = context.ExecutionContext,
            Logger = context.Loggers.GetLogger(resource),
        };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
        {
            await annotation.Callback(callbacks);
        }

        var arguments = new List<string>();
        foreach (var value in callbacks.Args)
        {
            if (await TextAsync(value, cancellationToken) is { } text)
            {
                arguments.Add(text);
            }
        }

        return arguments;
    }

    private static async ValueTask<string?> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken),
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
