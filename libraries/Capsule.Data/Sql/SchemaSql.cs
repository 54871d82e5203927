using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Capsule.Data;

/// <summary>
/// A hand-written statement in which <c>{schema}</c> stands for the service's schema; the text is built once per schema. The token cannot
/// be confused with a part of <c>information_schema</c>, and a token inside a string literal is refused, because it would not name a schema
/// there. Parameters are written <c>@name</c>.
/// </summary>
public sealed partial class SchemaSql
{
    private const string Token = "{schema}.";

    private readonly string _template;
    private readonly ConcurrentDictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PositionalSql> _positional = new(StringComparer.Ordinal);

    /// <param name="template">The statement, with <c>{schema}.</c> before each object of the service's schema.</param>
    /// <exception cref="ArgumentException">A token is inside a string literal or a quoted name, or is not followed by a dot.</exception>
    public SchemaSql(string template)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(template);
        foreach (Match part in Part().Matches(template))
        {
            var isComment = part.Value.StartsWith("--", StringComparison.Ordinal);
            if (!isComment && part.Value != Token && part.Value.Contains("{schema}", StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"{{schema}} must be followed by a dot, outside literals and quoted names: {part.Value}",
                    nameof(template)
                );
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
        _positional.TryGetValue(schema, out var known) ? known : _positional.GetOrAdd(schema, new PositionalSql(In(schema)));

    // A string literal, a quoted name, a comment, or the token.
    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\{schema\}\.?""")]
    private static partial Regex Part();
}
