using System.Text.RegularExpressions;
using Npgsql;

namespace Capsule.Data;

/// <summary>
/// A statement whose named parameters are numbered, as PostgreSQL's protocol has them. The names are translated once for each statement;
/// Npgsql would translate them at each execution.
/// </summary>
internal sealed partial class PositionalSql
{
    private readonly List<string> _names = [];

    /// <param name="text">The statement, with parameters <c>@name</c>.</param>
    public PositionalSql(string text) =>
        Text = Part().Replace(text, part => part.Groups["name"] is { Success: true } name ? $"${NumberOf(name.Value)}" : part.Value);

    /// <summary>The statement, with parameters <c>$1</c>, <c>$2</c>, ….</summary>
    public string Text { get; }

    /// <summary>Removes the names of the parameters and returns the parameters in the order of the statement.</summary>
    /// <exception cref="ArgumentException">The statement has other parameters.</exception>
    public NpgsqlParameter[] Order(NpgsqlParameter[] parameters)
    {
        var ordered = new NpgsqlParameter[_names.Count];
        foreach (var parameter in parameters)
        {
            if (_names.IndexOf(parameter.ParameterName) is var index && (index < 0 || ordered[index] is not null))
            {
                throw new ArgumentException($"The statement has no parameter @{parameter.ParameterName}, or it is given twice.");
            }

            ordered[index] = parameter;
        }

        if (Array.IndexOf(ordered, null) is var missing && missing >= 0)
        {
            throw new ArgumentException($"The parameter @{_names[missing]} is missing.");
        }

        Array.ForEach(ordered, static parameter => parameter.ParameterName = "");
        return ordered;
    }

    private int NumberOf(string name)
    {
        if (!_names.Contains(name, StringComparer.Ordinal))
        {
            _names.Add(name);
        }

        return _names.IndexOf(name) + 1;
    }

    // A string literal, a quoted name, a comment, or a parameter; operators such as @> and @@ are none of them.
    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|(?<!@)@(?<name>[a-z_][a-z0-9_]*)""")]
    private static partial Regex Part();
}
