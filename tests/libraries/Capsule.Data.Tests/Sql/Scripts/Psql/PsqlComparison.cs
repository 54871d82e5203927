using System.Text.RegularExpressions;

namespace Capsule.Data.Tests.Sql.Scripts.Psql;

/// <summary>Compares the statements of a script with the queries that psql sends for it.</summary>
/// <param name="Statements">The statements before the refusal.</param>
/// <param name="Refusal">Why the script is refused, if it is.</param>
internal sealed partial record PsqlComparison(IReadOnlyList<ScriptStatement> Statements, SqlScriptException? Refusal)
{
    /// <summary>Splits a script as far as it goes.</summary>
    public static PsqlComparison Split(string script)
    {
        var statements = new List<ScriptStatement>();
        var splitter = new StatementSplitter(script);
        try
        {
            while (splitter.Next() is { } statement)
            {
                statements.Add(statement);
            }

            return new PsqlComparison(statements, Refusal: null);
        }
        catch (SqlScriptException refusal)
        {
            return new PsqlComparison(statements, refusal);
        }
    }

    /// <summary>Returns what differs, or null. psql sends the comments before a statement, and statements that are nothing else.</summary>
    public string? Difference(IReadOnlyList<string> queries)
    {
        var sent = queries.Select(WithoutComments).Where(query => query is not ("" or ";")).ToList();
        for (var i = 0; i < Math.Min(sent.Count, Statements.Count); i++)
        {
            if (!IsSame(WithoutBlankLines(sent[i]), WithoutBlankLines(Statements[i].Text)))
            {
                return $"statement {i} is\n<<{Statements[i].Text}>>, but psql sends\n<<{sent[i]}>>";
            }
        }

        // psql sends the statement that is not closed up to the end of the script; what follows a command of its own is of no interest.
        var mostMore = Refusal?.Problem switch
        {
            null => 0,
            SqlScriptProblem.MetaCommand or SqlScriptProblem.Variable or SqlScriptProblem.ClientCopy => int.MaxValue,
            _ => 1,
        };
        return sent.Count >= Statements.Count && sent.Count - Statements.Count <= mostMore
            ? null
            : $"there are {Statements.Count} statements ({Refusal?.Message ?? "no refusal"}), but psql sends {sent.Count}";
    }

    private static bool IsSame(string sent, string statement) =>
        sent.StartsWith(statement, StringComparison.Ordinal) && WithoutComments(sent[statement.Length..]) is "" or ";";

    // psql leaves out the blank lines of a statement.
    private static string WithoutBlankLines(string text) => LineFeeds().Replace(text, "\n");

    private static string WithoutComments(string text)
    {
        while (true)
        {
            text = text.TrimStart(' ', '\t', '\n', '\r', '\f', '\v');
            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                text = text[(text.AsSpan().IndexOfAny('\n', '\r') is >= 0 and var end ? end : text.Length)..];
            }
            else if (text.StartsWith("/*", StringComparison.Ordinal))
            {
                text = WithoutBlockComment(text);
            }
            else
            {
                return text;
            }
        }
    }

    private static string WithoutBlockComment(string text)
    {
        var depth = 0;
        foreach (Match mark in CommentMark().Matches(text))
        {
            depth += mark.Value == "/*" ? 1 : -1;
            if (depth == 0)
            {
                return text[(mark.Index + 2)..];
            }
        }

        return "";
    }

    [GeneratedRegex(@"\n+")]
    private static partial Regex LineFeeds();

    [GeneratedRegex(@"/\*|\*/")]
    private static partial Regex CommentMark();
}
