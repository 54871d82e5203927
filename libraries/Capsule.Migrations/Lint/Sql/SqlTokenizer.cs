using System.Buffers;
using System.Text;

namespace Capsule.Migrations;

/// <summary>Cuts PostgreSQL's SQL into tokens; comments and spaces fall away.</summary>
internal sealed class SqlTokenizer
{
    private static readonly SearchValues<char> TagLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
    );

    private readonly string _sql;
    private readonly List<SqlToken> _tokens = [];
    private int _at;

    private SqlTokenizer(string sql) => _sql = sql;

    /// <summary>Returns the tokens of <paramref name="sql"/>; what is not closed goes on to its end.</summary>
    public static IReadOnlyList<SqlToken> Tokens(string sql)
    {
        var tokenizer = new SqlTokenizer(sql);
        while (tokenizer._at < sql.Length)
        {
            tokenizer.Next();
        }

        return tokenizer._tokens;
    }

    private char Here => _sql[_at];

    private char After => _at + 1 < _sql.Length ? _sql[_at + 1] : '\0';

    private void Next()
    {
        switch (Here)
        {
            case var space when char.IsWhiteSpace(space):
                _at++;
                break;
            case '-' when After == '-':
                _at = _sql.IndexOf('\n', _at) is >= 0 and var end ? end : _sql.Length;
                break;
            case '/' when After == '*':
                SkipComment();
                break;
            case '\'':
                Quoted('\'', escapes: false, SqlTokenKind.Text);
                break;
            case '"':
                Quoted('"', escapes: false, SqlTokenKind.Name);
                break;
            case '$' when DollarTag() is { } tag:
                DollarQuoted(tag);
                break;
            case 'e' or 'E' when After == '\'':
                _at++;
                Quoted('\'', escapes: true, SqlTokenKind.Text);
                break;
            case 'b' or 'B' or 'x' or 'X' or 'n' or 'N' when After == '\'':
                _at++;
                Quoted('\'', escapes: false, SqlTokenKind.Text);
                break;
            case var letter when IsWordStart(letter):
                Run(SqlTokenKind.Word, letter => IsWordStart(letter) || char.IsDigit(letter) || letter == '$');
                break;
            case var digit when char.IsDigit(digit):
                Run(SqlTokenKind.Number, letter => char.IsLetterOrDigit(letter) || letter is '.' or '_');
                break;
            default:
                Add(SqlTokenKind.Symbol, _sql[_at++].ToString());
                break;
        }
    }

    private static bool IsWordStart(char letter) => char.IsLetter(letter) || letter == '_';

    private void Add(SqlTokenKind kind, string value) => _tokens.Add(new SqlToken(kind, value));

    private void Run(SqlTokenKind kind, Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < _sql.Length && belongs(Here))
        {
            _at++;
        }

        Add(kind, _sql[start.._at].ToLowerInvariant());
    }

    /// <summary>Comments nest in PostgreSQL.</summary>
    private void SkipComment()
    {
        var depth = 0;
        do
        {
            var step = (Here, After) switch
            {
                ('/', '*') => 1,
                ('*', '/') => -1,
                _ => 0,
            };
            depth += step;
            _at += step == 0 ? 1 : 2;
        } while (depth > 0 && _at < _sql.Length);
    }

    private void Quoted(char quote, bool escapes, SqlTokenKind kind)
    {
        var value = new StringBuilder();
        for (_at++; _at < _sql.Length; _at++)
        {
            if (Here == quote && After != quote)
            {
                break;
            }

            if (Here == quote || (escapes && Here == '\\' && _at + 1 < _sql.Length))
            {
                _at++;
            }

            value.Append(Here);
        }

        _at = Math.Min(_at + 1, _sql.Length);
        Add(kind, value.ToString());
    }

    private string? DollarTag()
    {
        var end = _sql.IndexOf('$', _at + 1);
        return end > 0 && !char.IsDigit(After) && _sql.AsSpan(_at + 1, end - _at - 1).IndexOfAnyExcept(TagLetters) < 0
            ? _sql[_at..(end + 1)]
            : null;
    }

    private void DollarQuoted(string tag)
    {
        var body = _at + tag.Length;
        var end = _sql.IndexOf(tag, body, StringComparison.Ordinal);
        end = end < 0 ? _sql.Length : end;
        _at = Math.Min(end + tag.Length, _sql.Length);
        Add(SqlTokenKind.Text, _sql[body..end]);
    }
}
