using Capsule.Hosting.LocalServers;

/// <summary>The options of the AppHost's command line. The configuration would ignore an unknown or misspelled option silently.</summary>
internal static class CommandLine
{
    private static readonly string[] LocalServerOptions =
    [
        .. LocalServersOptions.Names.Select(static name => $"{LocalServersOptions.Section}:{name}"),
    ];

    // The host, its publishers and the Aspire CLI read these.
    private static readonly string[] HostOptions =
    [
        "applicationName",
        "clear-cache",
        "contentRoot",
        "deploy",
        "environment",
        "include-exception-details",
        "list-steps",
        "log-level",
        "no-build",
        "non-interactive",
        "operation",
        "output-path",
        "project",
        "publisher",
        "step",
        "urls",
    ];

    private static readonly string[] HostPrefixes =
    [
        "AppHost:",
        "ASPIRE_",
        "ASPNETCORE_",
        "Aspire:",
        "ConnectionStrings:",
        "Dashboard:",
        "DcpPublisher:",
        "DOTNET_",
        "Logging:",
        "Parameters:",
        "Pipeline:",
        "Publishing:",
    ];

    /// <summary>
    /// Returns what is wrong with the first option that is unknown or has no value, with the known options; null when none is.
    /// </summary>
    public static string? Problem(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, hasValue) = Parse(arguments[index]);
            if (!IsKnown(name))
            {
                return $"Unknown option {arguments[index]}. {Known()}";
            }

            // A value may follow as an argument of its own.
            if (!hasValue && index + 1 < arguments.Count && !arguments[index + 1].StartsWith('-'))
            {
                index++;
            }
            else if (!hasValue && LocalServerOptions.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return $"Option {arguments[index]} has no value. {Known()}";
            }
        }

        return null;
    }

    // As the configuration's command line provider reads it: --name=value, /name=value, name=value, --name value or /name value.
    private static (string Name, bool HasValue) Parse(string argument)
    {
        var start =
            argument.StartsWith("--", StringComparison.Ordinal) ? 2
            : argument.StartsWith('/') ? 1
            : 0;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument[start..], false) : (argument[Math.Min(start, equals)..equals], true);
    }

    private static bool IsKnown(string name) =>
        LocalServerOptions.Concat(HostOptions).Contains(name, StringComparer.OrdinalIgnoreCase)
        || HostPrefixes.Any(prefix => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string Known() =>
        $"Known are {string.Join(", ", LocalServerOptions.Select(static name => $"--{name}=VALUE"))}, --Parameters:NAME=VALUE, "
        + "--DcpPublisher:RandomizePorts=true, and Aspire's own options; README.md describes them.";
}
