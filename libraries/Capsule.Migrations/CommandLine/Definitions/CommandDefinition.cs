using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>
/// The command line of one command: its name, description, arguments and options. The files of this folder are compiled into the bundles
/// and into <c>capsule</c>, so that both declare a command once.
/// </summary>
public abstract class CommandDefinition(string name, string description)
{
    private readonly List<Argument> _arguments = [];
    private readonly List<Option> _options = [];
    private readonly Dictionary<Symbol, OptionScope> _scopes = [];

    /// <summary>The command's name.</summary>
    public string Name => name;

    /// <summary>What the command does, in a sentence.</summary>
    public string Description => description;

    /// <summary>The arguments, which are options of the same name for <c>capsule</c>.</summary>
    public IReadOnlyList<Argument> Arguments => _arguments;

    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> Options => _options;

    /// <summary>Returns for which services a value holds that is given to <c>capsule</c>.</summary>
    public OptionScope ScopeOf(Symbol symbol) => _scopes.GetValueOrDefault(symbol);

    /// <summary>Adds options or arguments that hold for every service.</summary>
    protected void Add(params IEnumerable<Symbol> symbols) => Add(OptionScope.AllServices, symbols);

    /// <summary>Adds options or arguments of a scope.</summary>
    protected void Add(OptionScope scope, params IEnumerable<Symbol> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        foreach (var symbol in symbols)
        {
            _scopes.Add(symbol, scope);
            if (symbol is Argument argument)
            {
                _arguments.Add(argument);
            }
            else
            {
                _options.Add((Option)symbol);
            }
        }
    }

    /// <summary>Adds the confirmation that a command asks for before it destroys data.</summary>
    protected void Add(ConfirmationOptions confirmation)
    {
        ArgumentNullException.ThrowIfNull(confirmation);
        Add(confirmation.Force);
        Add(OptionScope.EachService, confirmation.Confirm);
    }
}
