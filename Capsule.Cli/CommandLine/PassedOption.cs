using System.CommandLine;
using Capsule.Cli.Operations;
using Capsule.Migrations;

namespace Capsule.Cli;

/// <summary>An option of a bundle on the command line of <c>capsule</c>, and the arguments that bundles get for it.</summary>
internal sealed class PassedOption
{
    private readonly Func<ParseResult, string, IEnumerable<string>> _arguments;
    private readonly bool _oneService;

    private PassedOption(Option option, OptionScope scope, Func<ParseResult, string, IEnumerable<string>> arguments)
    {
        (Option, _arguments) = (option, arguments);
        _oneService = scope == OptionScope.OneService;
        if (_oneService)
        {
            option.Description = $"{option.Description?.TrimEnd('.')}; one service only.";
        }
    }

    /// <summary>The option of the command.</summary>
    public Option Option { get; }

    /// <summary>Returns the options of an operation: those of the bundle's arguments first, as bundles expect them.</summary>
    public static IEnumerable<PassedOption> Of(Operation operation)
    {
        var definition = operation.Definition;
        foreach (var argument in definition.Arguments)
        {
            yield return Of(argument, definition.ScopeOf(argument));
        }

        foreach (var option in definition.Options)
        {
            yield return definition.ScopeOf(option) == OptionScope.EachService
                ? PerService(option)
                : new PassedOption(option, definition.ScopeOf(option), (parsed, _) => Given(parsed, option));
        }

        if (operation.Folder is { } folder)
        {
            yield return Of(folder);
        }
    }

    /// <summary>Returns an option as it was given, once for each of its values; nothing when it was left out.</summary>
    public static IEnumerable<string> Given(ParseResult parsed, Option option) =>
        parsed.GetResult(option) switch
        {
            { Implicit: false, Tokens.Count: 0 } => [option.Name],
            { Implicit: false } result => result.Tokens.SelectMany(token => new[] { option.Name, token.Value }),
            _ => [],
        };

    /// <summary>Refuses an option that fits only one service when several are selected.</summary>
    /// <exception cref="CliException">The option is given for several services.</exception>
    public void Check(ParseResult parsed, IReadOnlyList<string> services)
    {
        if (_oneService && services.Count != 1 && services.Any(service => Arguments(parsed, service).Any()))
        {
            throw new CliException(
                ExitCode.Usage,
                $"{Option.Name} needs exactly one service, but several are selected: {string.Join(", ", services)}."
            );
        }
    }

    /// <summary>Returns the arguments for the bundle of <paramref name="service"/>.</summary>
    public IEnumerable<string> Arguments(ParseResult parsed, string service) => _arguments(parsed, service);

    // A bundle's argument is an option here: the arguments of capsule are services.
    private static PassedOption Of(Argument argument, OptionScope scope)
    {
        var option = new Option<string[]>($"--{argument.Name}")
        {
            Description = argument.Description,
            HelpName = argument.HelpName,

            // An array cannot be parsed from exactly one value; the bundle refuses a second value that it does not take.
            Arity = ArgumentArity.OneOrMore,
        };
        return new PassedOption(option, scope, (parsed, _) => parsed.GetValue(option) ?? []);
    }

    // SERVICE=VALUE applies to that service, a plain VALUE to all.
    private static PassedOption PerService(Option bundleOption)
    {
        var option = new Option<string[]>(bundleOption.Name)
        {
            Description = $"{bundleOption.Description?.TrimEnd('.')}; with several services SERVICE={bundleOption.HelpName} for each.",
            HelpName = bundleOption.HelpName,
            Arity = ArgumentArity.OneOrMore,
        };
        return new PassedOption(option, OptionScope.EachService, Arguments);

        IEnumerable<string> Arguments(ParseResult parsed, string service)
        {
            var pairs = (parsed.GetValue(option) ?? []).Select(value => value.Split('=', 2)).ToArray();
            var value =
                pairs.FirstOrDefault(pair => pair.Length == 2 && pair[0] == service)?[1]
                ?? pairs.FirstOrDefault(pair => pair.Length == 1)?[0];
            return value is null ? [] : [option.Name, value];
        }
    }

    private static PassedOption Of(FolderOption folder)
    {
        var option = new Option<string?>(folder.Name) { Description = folder.Description, HelpName = "DIR" };
        return new PassedOption(
            option,
            OptionScope.AllServices,
            (parsed, service) =>
                parsed.GetValue(option) is { } path ? [folder.BundleOption, Path.Combine(path, service + folder.Extension)] : []
        );
    }
}
