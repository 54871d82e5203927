using System.Collections;
using Capsule.Cli.Bundles;

namespace Capsule.Cli;

/// <summary>The environment of the command line: variables, folder, and output.</summary>
internal sealed record CliHost
{
    /// <summary>The environment variables, which bundles inherit.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The working folder, which bundles inherit.</summary>
    public required string Folder { get; init; }

    /// <summary>The writer for results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>The writer for progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether progress can be drawn in place.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Opens a page in the user's browser; null on a machine without one.</summary>
    public Action<Uri>? Browser { get; init; }

    /// <summary>Runs bundles: as processes, unless a test runs them in its own.</summary>
    public BundleRunner RunBundle { get; init; } = BundleInvocation.RunAsProcessAsync;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Returns the host of the running process.</summary>
    public static CliHost OfThisProcess() =>
        new()
        {
            Environment = System
                .Environment.GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal),
            Folder = Directory.GetCurrentDirectory(),
            Output = Console.Out,
            Error = Console.Error,
            IsErrorTerminal = !Console.IsErrorRedirected,
            Browser = Login.Browser.OfThisMachine(),
        };

    /// <summary>Returns a variable's value; null when it is unset or empty.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
