using System.Text;
using Capsule.Data;
using Lexeme = Capsule.Data.SqlTokenKind;

namespace Capsule.Migrations;

/// <summary>Cuts PostgreSQL's SQL into tokens and takes their quotes away; comments and spaces fall away.</summary>
internal static class SqlTokenizer
{
    /// <summary>Returns the tokens of <paramref name="sql"/>; what is not closed goes on to its end.</summary>
    public static IReadOnlyList<SqlToken> Tokens(string sql)
    {
        var tokens = new List<SqlToken>();
        var lexer = new SqlLexer(sql);
        try
        {
            while (lexer.Read())
            {
                tokens.Add(Token(lexer));
            }
        }
        catch (SqlScriptException unclosed)
        {
            if (unclosed.Problem != SqlScriptProblem.UnclosedComment)
            {
                tokens.Add(new SqlToken(SqlTokenKind.Text, sql[unclosed.Offset..]));
            }
        }

        return tokens;
    }

    private static SqlToken Token(in SqlLexer lexer) =>
        lexer.Kind switch
        {
            Lexeme.Word => new SqlToken(SqlTokenKind.Word, lexer.Text.ToString().ToLowerInvariant()),
            Lexeme.Number => new SqlToken(SqlTokenKind.Number, lexer.Text.ToString().ToLowerInvariant()),
            Lexeme.QuotedName => new SqlToken(SqlTokenKind.Name, Unquoted(lexer.Text)),
            Lexeme.StringLiteral when lexer.Text[0] == '$' => new SqlToken(SqlTokenKind.Text, DollarBody(lexer.Text)),
            Lexeme.StringLiteral => new SqlToken(SqlTokenKind.Text, Unquoted(lexer.Text)),
            _ => new SqlToken(SqlTokenKind.Symbol, lexer.Text.ToString()),
        };

    private static string DollarBody(ReadOnlySpan<char> text)
    {
        var tag = text[1..].IndexOf('$') + 2;
        return text[tag..^tag].ToString();
    }

    private static string Unquoted(ReadOnlySpan<char> text)
    {
        var value = new StringBuilder();
        var open = text.IndexOfAny('\'', '"');
        var escapes = text[0] is 'e' or 'E';
        for (var at = open + 1; at < text.Length - 1; at++)
        {
            if (text[at] == text[open] && text[at + 1] != text[open])
            {
                at = Continuation(text, at + 1);
                continue;
            }

            at += text[at] == text[open] || (escapes && text[at] == '\\') ? 1 : 0;
            value.Append(text[at]);
        }

        return value.ToString();
    }

    // The quote of the string's next line; a line comment before it may have quotes of its own.
    private static int Continuation(ReadOnlySpan<char> text, int at)
    {
        while (text[at] != '\'')
        {
            at += text[at] == '-' ? text[at..].IndexOfAny('\n', '\r') : 1;
        }

        return at;
    }
}
