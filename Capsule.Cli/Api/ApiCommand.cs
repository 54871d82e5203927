using System.CommandLine;
using System.Diagnostics;
using Capsule.Cli.Credentials;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;
using Capsule.Cli.Results;

namespace Capsule.Cli.Api;

/// <summary>A command that calls a service's API, created from the table of operations.</summary>
internal sealed class ApiCommand : Command
{
    private readonly ApiOperation _operation;
    private readonly CommonOptions _common;
    private readonly (ApiArgument Definition, Argument<string> Argument)[] _arguments;
    private readonly (ApiOption Definition, Option<string[]> Option)[] _options;

    private readonly Option<string?> _server = ServiceAddress.Option();

    public ApiCommand(ApiOperation operation, CommonOptions common)
        : base(
            operation.Name,
            $"{operation.Description} Calls the API with the access token or API key in {ServiceCaller.TokenVariable}, else with the login."
        )
    {
        (_operation, _common) = (operation, common);
        _arguments =
        [
            .. operation.Arguments.Select(argument =>
                (argument, new Argument<string>(argument.Name) { Description = argument.Description })
            ),
        ];
        _options = [.. operation.Options.Select(option => (option, Of(option)))];
        Array.ForEach(_arguments, argument => Add(argument.Argument));
        Array.ForEach(_options, option => Add(option.Option));
        Add(_server);
    }

    /// <summary>Calls the API, shows the response, and returns the exit code.</summary>
    /// <exception cref="CliException">The command cannot start, for instance because a setting is missing.</exception>
    public async Task<int> RunAsync(ParseResult parsed, CliHost host, Interruption interruption)
    {
        var environment = _common.Environment(parsed, host);
        var caller = await ServiceCaller.FindAsync(host, _operation.Service, parsed.GetValue(_server), environment, interruption);
        using var client = new ApiClient(caller);
        var start = Stopwatch.GetTimestamp();
        var answer = await client.SendAsync(_operation.Method, Path(parsed), Body(parsed), interruption.Stop);
        var result = new OperationResult(
            _operation.FullName,
            [
                new ServiceResult(
                    _operation.Service,
                    answer.ExitCode,
                    answer.Document,
                    answer.Error,
                    (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds
                ),
            ],
            interruption.Stop.IsCancellationRequested
        );
        if (parsed.GetValue(_common.Json))
        {
            JsonReport.Write(host.Output, result);
        }
        else
        {
            _operation.View.Show(Consoles.On(host.Output), result.Services);
            FailureView.Show(Consoles.On(host.Error), result);
        }

        return result.ExitCode;
    }

    private static Option<string[]> Of(ApiOption definition)
    {
        var option = new Option<string[]>(definition.Name)
        {
            Description = definition.Description,
            HelpName = definition.Value,
            Required = definition.IsList,
            Arity = ArgumentArity.OneOrMore,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count > 1 && !definition.IsList)
            {
                given.AddError($"{definition.Name} takes one value.");
            }
        });
        return option;
    }

    private bool HasBody => _operation.Method != HttpMethod.Get && _operation.Method != HttpMethod.Delete;

    private string Path(ParseResult parsed)
    {
        var path = _arguments.Aggregate(
            _operation.Path,
            (path, argument) =>
                path.Replace(
                    $"{{{argument.Definition.Name}}}",
                    Uri.EscapeDataString(parsed.GetRequiredValue(argument.Argument)),
                    StringComparison.Ordinal
                )
        );
        var query = HasBody ? [] : Given(parsed).Select(given => $"{given.Option.Field}={Uri.EscapeDataString(given.Values[0])}").ToArray();
        return query.Length == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private Dictionary<string, object>? Body(ParseResult parsed)
    {
        if (!HasBody)
        {
            return null;
        }

        var body = new Dictionary<string, object>(_operation.Body);
        foreach (var (option, values) in Given(parsed))
        {
            body[option.Field] = option.IsList ? values : values[0];
        }

        return body;
    }

    private IEnumerable<(ApiOption Option, string[] Values)> Given(ParseResult parsed) =>
        _options
            .Select(option => (option.Definition, Values: parsed.GetValue(option.Option) ?? []))
            .Where(option => option.Values.Length > 0);
}
