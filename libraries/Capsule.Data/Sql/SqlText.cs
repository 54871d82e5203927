namespace Capsule.Data;

/// <summary>Quotes names and values for statements that take no parameters.</summary>
public static class SqlText
{
    private const string SchemaToken = "{schema}";

    /// <summary>Returns SQL with the name of <paramref name="schema"/>, quoted, in place of each <c>{schema}</c>.</summary>
    /// <exception cref="ArgumentException">The name holds the character zero.</exception>
    public static string InSchema(string sql, string schema)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return sql.Replace(SchemaToken, Identifier(schema), StringComparison.Ordinal);
    }

    /// <summary>Quotes a name.</summary>
    /// <exception cref="ArgumentException">It holds the character zero.</exception>
    public static string Identifier(string name)
    {
        Refuse(name);
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Quotes a schema and a name in it.</summary>
    /// <exception cref="ArgumentException">One of them holds the character zero.</exception>
    public static string Identifier(string schema, string name) => $"{Identifier(schema)}.{Identifier(name)}";

    /// <summary>Quotes a text; the E form means the same whatever standard_conforming_strings says.</summary>
    /// <exception cref="ArgumentException">It holds the character zero.</exception>
    public static string Literal(string text)
    {
        Refuse(text);
        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return quoted.Contains('\\') ? $"E'{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}'" : $"'{quoted}'";
    }

    private static void Refuse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0'))
        {
            throw new ArgumentException("PostgreSQL has no character zero.", nameof(text));
        }
    }
}
