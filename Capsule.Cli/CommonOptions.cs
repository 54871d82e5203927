using System.CommandLine;
using Capsule.Migrations;

namespace Capsule.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly CommonDefinition _bundles = new();

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Maximum number of services at the same time.",
        DefaultValueFactory = _ => Math.Max(4, System.Environment.ProcessorCount),
        Recursive = true,
        HelpName = "N",
    };

    public CommonOptions()
    {
        _bundles.Connection.Description = $"{_bundles.Connection.Description?.TrimEnd('.')}; one service only.";
        _parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var number) && number < 1)
            {
                result.AddError("--parallel must be 1 or more.");
            }
        });
    }

    /// <summary>Whether to write one JSON document instead of tables.</summary>
    public Option<bool> Json => _bundles.Json;

    /// <summary>The folder of published bundles.</summary>
    public Option<string?> Bundles { get; } =
        new("--bundles")
        {
            Description = "Folder with published bundles (default: CAPSULE_BUNDLES, or the checkout around the current folder).",
            Recursive = true,
            HelpName = "DIR",
        };

    /// <summary>The connection of the single selected service.</summary>
    public Option<string?> Connection => _bundles.Connection;

    /// <summary>The environment's name.</summary>
    public Option<string?> EnvironmentName { get; } =
        new("--environment")
        {
            Description = "Name of the environment, such as Production (default: DOTNET_ENVIRONMENT).",
            Recursive = true,
            HelpName = "NAME",
        };

    /// <summary>All common options.</summary>
    public IEnumerable<Option> All =>
        [
            Json,
            EnvironmentName,
            Bundles,
            Connection,
            _bundles.Wait,
            _bundles.LockWait,
            _bundles.LockTimeout,
            _bundles.BlockedWait,
            _parallel,
        ];

    /// <summary>Returns the environment's name; empty when it is not set.</summary>
    public string Environment(ParseResult parsed, CliHost host) =>
        parsed.GetValue(EnvironmentName) ?? host.Variable("DOTNET_ENVIRONMENT") ?? "";

    /// <summary>Returns the number of services that run concurrently.</summary>
    public int Parallel(ParseResult parsed) => parsed.GetValue(_parallel);

    /// <summary>Returns the given options that go to the bundles.</summary>
    public IEnumerable<string> Passed(ParseResult parsed) =>
        [
            .. PassedOption.Given(parsed, _bundles.Wait),
            .. PassedOption.Given(parsed, _bundles.LockWait),
            .. PassedOption.Given(parsed, _bundles.LockTimeout),
            .. PassedOption.Given(parsed, _bundles.BlockedWait),
        ];
}
