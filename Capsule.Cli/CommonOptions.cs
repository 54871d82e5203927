using System.CommandLine;

namespace Capsule.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<int?> _wait = new("--wait")
    {
        Description = "Seconds to wait for a server to accept connections (default: 30).",
        Recursive = true,
        HelpName = "SECONDS",
    };

    private readonly Option<int?> _lockWait = new("--lock-wait")
    {
        Description = "Seconds to wait for another migrator on the same database (default: 300).",
        Recursive = true,
        HelpName = "SECONDS",
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Maximum number of services at the same time.",
        DefaultValueFactory = _ => Math.Max(4, System.Environment.ProcessorCount),
        Recursive = true,
        HelpName = "N",
    };

    public CommonOptions() =>
        _parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var number) && number < 1)
            {
                result.AddError("--parallel must be 1 or more.");
            }
        });

    /// <summary>Whether to write one JSON document instead of tables.</summary>
    public Option<bool> Json { get; } =
        new("--json") { Description = "Write one JSON document to standard output; progress goes to standard error.", Recursive = true };

    /// <summary>The folder of published bundles.</summary>
    public Option<string?> Bundles { get; } =
        new("--bundles")
        {
            Description = "Folder with published bundles (default: CAPSULE_BUNDLES, or the checkout around the current folder).",
            Recursive = true,
            HelpName = "DIR",
        };

    /// <summary>The connection of the single selected service.</summary>
    public Option<string?> Connection { get; } =
        new("--connection")
        {
            Description =
                "Connection string or postgresql:// URL of the owner, instead of the settings in the environment; one service only.",
            Recursive = true,
            HelpName = "STRING",
        };

    /// <summary>The environment's name.</summary>
    public Option<string?> EnvironmentName { get; } =
        new("--environment")
        {
            Description = "Name of the environment, such as Production (default: DOTNET_ENVIRONMENT).",
            Recursive = true,
            HelpName = "NAME",
        };

    /// <summary>All common options.</summary>
    public IEnumerable<Option> All => [Json, EnvironmentName, Bundles, Connection, _wait, _lockWait, _parallel];

    /// <summary>Returns the environment's name; empty when it is not set.</summary>
    public string Environment(ParseResult parsed, CliHost host) =>
        parsed.GetValue(EnvironmentName) ?? host.Variable("DOTNET_ENVIRONMENT") ?? "";

    /// <summary>Returns the number of services that run concurrently.</summary>
    public int Parallel(ParseResult parsed) => parsed.GetValue(_parallel);

    /// <summary>Returns the given options that bundles support as well.</summary>
    public IEnumerable<string> Passed(ParseResult parsed)
    {
        foreach (var option in new[] { _wait, _lockWait })
        {
            if (parsed.GetValue(option) is { } seconds)
            {
                yield return option.Name;
                yield return seconds.ToString(provider: null);
            }
        }
    }
}
