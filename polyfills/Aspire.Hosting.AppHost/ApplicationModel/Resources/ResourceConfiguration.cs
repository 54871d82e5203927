using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource is started or published with.</summary>
internal static class ResourceConfiguration
{
    /// <summary>The environment variables that the resource's annotations add: texts and <see cref="IValueProvider"/>s.</summary>
    public static Dictionary<string, object> CollectEnvironment(this IResource resource)
    {
        var context = new EnvironmentCallbackContext();
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
        {
            annotation.Callback(context);
        }

        return context.EnvironmentVariables;
    }

    /// <summary>The arguments that the resource's annotations add: texts and <see cref="IValueProvider"/>s.</summary>
    public static IList<object> CollectArguments(this IResource resource)
    {
        var context = new CommandLineArgsCallbackContext();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
        {
            annotation.Callback(context);
        }

        return context.Args;
    }

    /// <summary>The environment variables with their values; waits until they are known.</summary>
    public static async Task<Dictionary<string, string?>> ResolveEnvironmentAsync(this IResource resource, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in resource.CollectEnvironment())
        {
            if (await TextAsync(value, cancellationToken) is { } text)
            {
                environment[name] = text;
            }
        }

        return environment;
    }

    /// <summary>The arguments with their values; waits until they are known.</summary>
    public static async Task<List<string>> ResolveArgumentsAsync(this IResource resource, CancellationToken cancellationToken)
    {
        var arguments = new List<string>();
        foreach (var value in resource.CollectArguments())
        {
            if (await TextAsync(value, cancellationToken) is { } text)
            {
                arguments.Add(text);
            }
        }

        return arguments;
    }

    /// <summary>A value's text; waits until it is known.</summary>
    internal static async ValueTask<string?> TextAsync(object value, CancellationToken cancellationToken) =>
        value is IValueProvider provider
            ? await provider.GetValueAsync(cancellationToken)
            : Convert.ToString(value, CultureInfo.InvariantCulture);
}
