namespace Capsule.Data;

/// <summary>Finds the end of whitespace and comments.</summary>
internal static class SqlSpace
{
    /// <summary>Returns the first index from <paramref name="at"/> on that is neither whitespace nor in a comment.</summary>
    public static int Skip(ReadOnlySpan<char> sql, int at)
    {
        while (at < sql.Length)
        {
            if (SqlCharacters.IsSpace(sql[at]))
            {
                at++;
            }
            else if (StartsLineComment(sql, at))
            {
                at = EndOfLine(sql, at);
            }
            else if (sql[at] == '/' && at + 1 < sql.Length && sql[at + 1] == '*')
            {
                at = EndOfBlockComment(sql, at);
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>
    /// Returns the index of the quote that continues a string behind its closing quote at <paramref name="at"/> - 1, or -1: between the
    /// two stands nothing but whitespace with a line break, and line comments.
    /// </summary>
    public static int Continuation(ReadOnlySpan<char> sql, int at)
    {
        var hasLineBreak = false;
        while (at < sql.Length && (SqlCharacters.IsSpace(sql[at]) || StartsLineComment(sql, at)))
        {
            hasLineBreak |= sql[at] is '\n' or '\r';
            at = sql[at] == '-' ? EndOfLine(sql, at) : at + 1;
        }

        return hasLineBreak && at < sql.Length && sql[at] == '\'' ? at : -1;
    }

    private static bool StartsLineComment(ReadOnlySpan<char> sql, int at) => sql[at] == '-' && at + 1 < sql.Length && sql[at + 1] == '-';

    private static int EndOfLine(ReadOnlySpan<char> sql, int at) =>
        sql[at..].IndexOfAny('\n', '\r') is >= 0 and var length ? at + length : sql.Length;

    // Comments nest.
    private static int EndOfBlockComment(ReadOnlySpan<char> sql, int start)
    {
        var (at, depth) = (start, 0);
        do
        {
            var next = sql[at..].IndexOfAny('/', '*');
            if (next < 0 || at + next + 1 == sql.Length)
            {
                throw SqlScriptException.Unclosed(SqlScriptProblem.UnclosedComment, sql, start, "comment");
            }

            at += next;
            var step = (sql[at], sql[at + 1]) switch
            {
                ('/', '*') => 1,
                ('*', '/') => -1,
                _ => 0,
            };
            depth += step;
            at += step == 0 ? 1 : 2;
        } while (depth > 0);
        return at;
    }
}
