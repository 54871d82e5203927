using System.CommandLine;
using Capsule.Cli.Bundles;
using Capsule.Cli.Operations;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;
using Capsule.Cli.Results;

namespace Capsule.Cli;

/// <summary>A command that runs bundles, created from the table of operations.</summary>
internal sealed class OperationCommand : Command
{
    private readonly Operation _operation;
    private readonly CommonOptions _common;
    private readonly PassedOption[] _passed;

    private readonly Argument<string[]> _services = new("service")
    {
        Description = "The services (default: all).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public OperationCommand(Operation operation, CommonOptions common)
        : base(operation.Name, operation.Definition.Description)
    {
        (_operation, _common) = (operation, common);
        _passed = [.. PassedOption.Of(operation)];
        if (operation.OnlyService is null)
        {
            Add(_services);
        }

        foreach (var option in _passed)
        {
            Add(option.Option);
        }
    }

    /// <summary>Runs the bundles, shows their results, and returns the exit code.</summary>
    /// <exception cref="CliException">The command cannot start, for instance because a setting is missing.</exception>
    public async Task<int> RunAsync(ParseResult parsed, CliHost host, Interruption interruption)
    {
        var source = BundleSource.Find(host, parsed.GetValue(_common.Bundles));
        var services = BundleSource.Select(source, _operation.OnlyService is { } only ? [only] : parsed.GetValue(_services) ?? []);
        var connection = parsed.GetValue(_common.Connection);
        if (connection is not null && services.Count != 1)
        {
            throw new CliException(
                ExitCode.Usage,
                $"--connection needs exactly one service, but several are selected: {string.Join(", ", services)}."
            );
        }

        Array.ForEach(_passed, option => option.Check(parsed, services));
        var run = new OperationRun(
            _operation,
            source,
            new BundleEnvironment(host, source, parsed.GetValue(_common.EnvironmentName), connection),
            host
        )
        {
            Parallel = _common.Parallel(parsed),
            Arguments = service => [.. _passed.SelectMany(option => option.Arguments(parsed, service)), .. _common.Passed(parsed)],
        };
        var result = await ProgressDisplay
            .For(host)
            .WhileAsync(progress => run.RunAsync(services, progress, interruption.Stop, interruption.Kill));
        Show(result, host, parsed.GetValue(_common.Json));
        return result.ExitCode;
    }

    private void Show(OperationResult result, CliHost host, bool json)
    {
        if (json)
        {
            JsonReport.Write(host.Output, result);
            return;
        }

        _operation.View.Show(Consoles.On(host.Output), result.Services);
        FailureView.Show(Consoles.On(host.Error), result);
    }
}
