using System.CommandLine;
using Capsule.Cli.Operations;

namespace Capsule.Cli;

/// <summary>An option of the table of operations, with the bundle arguments that it produces.</summary>
internal sealed class PassedOption
{
    private readonly OperationOption _definition;
    private readonly Option<bool>? _switch;
    private readonly Option<string?>? _single;
    private readonly Option<string[]>? _perService;
    private readonly Option<string[]>? _values;

    public PassedOption(OperationOption definition)
    {
        _definition = definition;
        Option = definition switch
        {
            { Value: null } => _switch = new Option<bool>(definition.Name),
            { Values: true } => _values = new Option<string[]>(definition.Name) { Arity = ArgumentArity.OneOrMore },
            { PerService: true } => _perService = new Option<string[]>(definition.Name) { Arity = ArgumentArity.OneOrMore },
            _ => _single = new Option<string?>(definition.Name),
        };
        Option.Description = definition.Description;
        Option.HelpName = definition.Value;
    }

    /// <summary>The option of the command.</summary>
    public Option Option { get; }

    /// <summary>Refuses an option that fits only one service when several are selected.</summary>
    /// <exception cref="CliException">The option is given for several services.</exception>
    public void Check(ParseResult parsed, IReadOnlyList<string> services)
    {
        if (_definition.OneService && services.Count != 1 && services.Any(service => Arguments(parsed, service).Any()))
        {
            throw new CliException(
                ExitCode.Usage,
                $"{_definition.Name} needs exactly one service, but several are selected: {string.Join(", ", services)}."
            );
        }
    }

    /// <summary>Returns the arguments for the bundle of <paramref name="service"/>.</summary>
    public IEnumerable<string> Arguments(ParseResult parsed, string service)
    {
        if (_switch is not null)
        {
            return parsed.GetValue(_switch) ? [_definition.Name] : [];
        }

        if (_values is not null)
        {
            return parsed.GetValue(_values) ?? [];
        }

        if (Value(parsed, service) is not { } value)
        {
            return [];
        }

        return _definition.File is { } file ? [file.Option, Path.Combine(value, service + file.Extension)] : [_definition.Name, value];
    }

    // SERVICE=VALUE applies to one service; a plain VALUE applies to all.
    private string? Value(ParseResult parsed, string service)
    {
        if (_perService is null)
        {
            return parsed.GetValue(_single!);
        }

        var pairs = (parsed.GetValue(_perService) ?? []).Select(value => value.Split('=', 2)).ToArray();
        return pairs.FirstOrDefault(pair => pair.Length == 2 && pair[0] == service)?[1]
            ?? pairs.FirstOrDefault(pair => pair.Length == 1)?[0];
    }
}
