namespace Capsule.Data;

/// <summary>Quotes names and values for statements that cannot take parameters.</summary>
public static class SqlText
{
    private const string SchemaToken = "{schema}";

    /// <summary>Returns the SQL with each <c>{schema}</c> replaced by the quoted name of <paramref name="schema"/>.</summary>
    /// <exception cref="ArgumentException">The name contains the character U+0000.</exception>
    public static string InSchema(string sql, string schema)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return sql.Replace(SchemaToken, Identifier(schema), StringComparison.Ordinal);
    }

    /// <summary>Quotes a name.</summary>
    /// <exception cref="ArgumentException">The name contains the character U+0000.</exception>
    public static string Identifier(string name)
    {
        Refuse(name);
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Quotes a schema and a name in it.</summary>
    /// <exception cref="ArgumentException">A name contains the character U+0000.</exception>
    public static string Identifier(string schema, string name) => $"{Identifier(schema)}.{Identifier(name)}";

    /// <summary>Quotes a text as an E'…' literal, whose meaning does not depend on standard_conforming_strings.</summary>
    /// <exception cref="ArgumentException">The text contains the character U+0000.</exception>
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
            throw new ArgumentException("PostgreSQL text cannot contain the character U+0000.", nameof(text));
        }
    }
}
