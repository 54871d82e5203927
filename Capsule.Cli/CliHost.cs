using System.Collections;
using Capsule.Cli.Bundles;

namespace Capsule.Cli;

/// <summary>What the command line works in: environment, folder, and where its output goes.</summary>
internal sealed record CliHost
{
    /// <summary>The environment variables, which bundles get as well.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The working folder, of bundles as well.</summary>
    public required string Folder { get; init; }

    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where progress and errors go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether progress can be drawn over itself.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Shows a page in the user's browser; null on a machine without one.</summary>
    public Action<Uri>? Browser { get; init; }

    /// <summary>Runs bundles: as processes, unless a test runs them in its own.</summary>
    public BundleRunner RunBundle { get; init; } = BundleInvocation.RunAsProcessAsync;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>That of the running process.</summary>
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

    /// <summary>A variable that is set and not empty.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
