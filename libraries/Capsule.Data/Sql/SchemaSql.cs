using System.Collections.Concurrent;

namespace Capsule.Data;

/// <summary>A statement by hand in which <c>schema.</c> stands for the service's schema; the text is made once for each schema.</summary>
/// <param name="template">The statement.</param>
public sealed class SchemaSql(string template)
{
    private const string Token = "schema.";
    private readonly ConcurrentDictionary<string, string> _statements = new(StringComparer.Ordinal);

    /// <summary>Returns the statement for the schema of a context.</summary>
    public string In(ServiceDbContext database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return In(database.Schema);
    }

    /// <summary>Returns the statement for a schema.</summary>
    public string In(string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        return _statements.GetOrAdd(
            schema, static (schema, text) => text.Replace(Token, SqlText.Identifier(schema) + ".", StringComparison.Ordinal), template);
    }
}
