using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Capsule.Data;

/// <summary>
/// A hand-written statement in which <c>{schema}</c> stands for the service's schema; the text is made once for each schema. The token
/// cannot be mistaken for a part of <c>information_schema</c>, and one that stands in a string literal, where it would not name anything,
/// is refused. Parameters are written <c>@name</c>.
/// </summary>
public sealed partial class SchemaSql
{
    private const string Token = "{schema}.";

    private readonly string _template;
    private readonly ConcurrentDictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PositionalSql> _positional = new(StringComparer.Ordinal);

    /// <param name="template">The statement, with <c>{schema}.</c> before each name of the service's schema.</param>
    /// <exception cref="ArgumentException">A token stands in a string literal or a quoted name, or not before a dot.</exception>
    public SchemaSql(string template)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(template);
        foreach (Match part in Part().Matches(template))
        {
            var isComment = part.Value.StartsWith("--", StringComparison.Ordinal);
            if (!isComment && part.Value != Token && part.Value.Contains("{schema}", StringComparison.Ordinal))
            {
                throw new ArgumentException($"{{schema}} names nothing in {part.Value}", nameof(template));
            }
        }

        _template = template;
    }

    /// <summary>Returns the statement for a schema.</summary>
    public string In(string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        return _statements.GetOrAdd(
            schema,
            static (schema, template) =>
                Part().Replace(template, part => part.Value == Token ? SqlText.Identifier(schema) + "." : part.Value),
            _template
        );
    }

    /// <summary>Returns the statement for a schema with numbered parameters.</summary>
    internal PositionalSql Positional(string schema) =>
        _positional.GetOrAdd(schema, static (schema, statement) => new PositionalSql(statement.In(schema)), this);

    // A string literal, a quoted name, a comment, or the token.
    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\{schema\}\.?""")]
    private static partial Regex Part();
}
