namespace Capsule.Data;

/// <summary>Splits PostgreSQL scripts into statements, as psql and the server do.</summary>
public static class SqlScript
{
    /// <summary>
    /// Returns the statements of <paramref name="script"/> in order. A semicolon ends a statement except in strings, names, comments,
    /// parentheses and bodies of functions (<c>begin atomic … end</c>). Empty statements are left out, and so is a byte order mark.
    /// </summary>
    /// <exception cref="SqlScriptException">
    /// Something is not closed, or only psql can run it: its commands, its variables, and COPY from or to the client.
    /// </exception>
    public static IReadOnlyList<ScriptStatement> Split(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var statements = new List<ScriptStatement>();
        var splitter = new StatementSplitter(script);
        while (splitter.Next() is { } statement)
        {
            statements.Add(statement);
        }

        return statements;
    }
}
