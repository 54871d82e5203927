namespace Capsule.Data;

/// <summary>Finds the end of strings and quoted names; each method returns the index behind the closing quote.</summary>
internal static class SqlQuotes
{
    /// <summary>Finds the end of a string with all the lines that continue it.</summary>
    /// <param name="sql">The script.</param>
    /// <param name="start">The index of the string's prefix, or of its quote.</param>
    /// <param name="quote">The index of its opening quote.</param>
    /// <param name="escapes">Whether a backslash escapes the character behind it.</param>
    public static int EndOfString(ReadOnlySpan<char> sql, int start, int quote, bool escapes)
    {
        var at = quote + 1;
        while (at < sql.Length)
        {
            var next = escapes ? sql[at..].IndexOfAny('\'', '\\') : sql[at..].IndexOf('\'');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (sql[at] == '\\' || IsDoubled(sql, at))
            {
                at += 2;
            }
            else if (SqlSpace.Continuation(sql, at + 1) is >= 0 and var continuation)
            {
                at = continuation + 1;
            }
            else
            {
                return at + 1;
            }
        }

        throw SqlScriptException.Unclosed(SqlScriptProblem.UnclosedString, sql, start, "string");
    }

    /// <summary>Finds the end of a quoted name.</summary>
    public static int EndOfName(ReadOnlySpan<char> sql, int start, int quote)
    {
        var at = quote + 1;
        while (at < sql.Length && sql[at..].IndexOf('"') is >= 0 and var next)
        {
            at += next;
            if (!IsDoubled(sql, at))
            {
                return at + 1;
            }

            at += 2;
        }

        throw SqlScriptException.Unclosed(SqlScriptProblem.UnclosedName, sql, start, "quoted name");
    }

    /// <summary>Returns the index behind the tag of a dollar quote (<c>$tag$</c> or <c>$$</c>), or -1 where none begins.</summary>
    public static int EndOfDollarTag(ReadOnlySpan<char> sql, int start)
    {
        var at = start + 1;
        if (at < sql.Length && SqlCharacters.IsIdentifierStart(sql[at]))
        {
            while (at < sql.Length && SqlCharacters.IsTagPart(sql[at]))
            {
                at++;
            }
        }

        return at < sql.Length && sql[at] == '$' ? at + 1 : -1;
    }

    /// <summary>Finds the end of a dollar quote whose tag ends before <paramref name="body"/>.</summary>
    public static int EndOfDollarQuote(ReadOnlySpan<char> sql, int start, int body)
    {
        var tag = sql[start..body];
        var length = sql[body..].IndexOf(tag);
        return length >= 0
            ? body + length + tag.Length
            : throw SqlScriptException.Unclosed(SqlScriptProblem.UnclosedDollarQuote, sql, start, $"dollar quote {tag}");
    }

    private static bool IsDoubled(ReadOnlySpan<char> sql, int quote) => quote + 1 < sql.Length && sql[quote + 1] == sql[quote];
}
