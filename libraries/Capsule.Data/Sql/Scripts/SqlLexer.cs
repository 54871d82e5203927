using System.Text;

namespace Capsule.Data;

/// <summary>
/// Reads the tokens of SQL by PostgreSQL's lexical rules with <c>standard_conforming_strings</c> on; whitespace and comments are skipped.
/// It allocates nothing.
/// </summary>
public ref struct SqlLexer
{
    private readonly ReadOnlySpan<char> _sql;

    /// <param name="sql">The text to read.</param>
    /// <param name="start">The index of the first character to read.</param>
    public SqlLexer(ReadOnlySpan<char> sql, int start = 0)
    {
        _sql = sql;
        End = start;
    }

    /// <summary>The kind of the token that was read last.</summary>
    public SqlTokenKind Kind { get; private set; }

    /// <summary>The index of the token's first character.</summary>
    public int Start { get; private set; }

    /// <summary>The index behind the token's last character.</summary>
    public int End { get; private set; }

    /// <summary>The token as it is written.</summary>
    public readonly ReadOnlySpan<char> Text => _sql[Start..End];

    /// <summary>Reads the next token.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SqlScriptException">A string, a quoted name or a comment is not closed.</exception>
    public bool Read()
    {
        Start = SqlSpace.Skip(_sql, End);
        End = Start;
        if (Start == _sql.Length)
        {
            return false;
        }

        Kind = ReadToken();
        return true;
    }

    /// <summary>Returns whether the token is the keyword <paramref name="keyword"/> (ASCII) in any case.</summary>
    public readonly bool IsWord(ReadOnlySpan<char> keyword) => Kind == SqlTokenKind.Word && Ascii.EqualsIgnoreCase(Text, keyword);

    /// <summary>Returns whether the token is a character.</summary>
    public readonly bool IsSymbol(char symbol) => Kind == SqlTokenKind.Symbol && End - Start == 1 && _sql[Start] == symbol;

    private SqlTokenKind ReadToken()
    {
        switch (_sql[Start])
        {
            case '\'':
                return ReadString(prefix: 0, escapes: false);
            case '"':
                return ReadQuotedName(prefix: 0);
            case '$':
                return ReadDollar();
            case ':':
                return ReadSymbol(At(Start + 1) is ':' or '=' ? 2 : 1);
            case '.' when char.IsAsciiDigit(At(Start + 1)):
            case >= '0' and <= '9':
                return ReadNumber();
            case var first when SqlCharacters.IsIdentifierStart(first):
                return ReadWord(first);
            default:
                return ReadSymbol(1);
        }
    }

    private readonly char At(int at) => at < _sql.Length ? _sql[at] : '\0';

    private SqlTokenKind ReadSymbol(int length)
    {
        End = Start + length;
        return SqlTokenKind.Symbol;
    }

    private SqlTokenKind ReadString(int prefix, bool escapes)
    {
        End = SqlQuotes.EndOfString(_sql, Start, Start + prefix, escapes);
        return SqlTokenKind.StringLiteral;
    }

    private SqlTokenKind ReadQuotedName(int prefix)
    {
        End = SqlQuotes.EndOfName(_sql, Start, Start + prefix);
        return SqlTokenKind.QuotedName;
    }

    private SqlTokenKind ReadDollar()
    {
        if (char.IsAsciiDigit(At(Start + 1)))
        {
            return ReadParameter();
        }

        var body = SqlQuotes.EndOfDollarTag(_sql, Start);
        if (body < 0)
        {
            return ReadSymbol(1);
        }

        End = SqlQuotes.EndOfDollarQuote(_sql, Start, body);
        return SqlTokenKind.StringLiteral;
    }

    private SqlTokenKind ReadParameter()
    {
        End = EndOfJunk(EndOfDigits(Start + 1));
        return SqlTokenKind.Parameter;
    }

    private SqlTokenKind ReadWord(char first)
    {
        switch (first | 0x20, At(Start + 1), At(Start + 2))
        {
            case ('e', '\'', _):
                return ReadString(prefix: 1, escapes: true);
            case ('b' or 'x' or 'n', '\'', _):
                return ReadString(prefix: 1, escapes: false);
            case ('u', '&', '\''):
                return ReadString(prefix: 2, escapes: false);
            case ('u', '&', '"'):
                return ReadQuotedName(prefix: 2);
            default:
                End = EndOfIdentifier(Start + 1);
                return SqlTokenKind.Word;
        }
    }

    private SqlTokenKind ReadNumber()
    {
        var at = EndOfDigits(Start);
        // The bounds of a range have two dots between them: 1..10.
        if (At(at) == '.' && At(at + 1) != '.')
        {
            at = EndOfDigits(at + 1);
        }

        if (At(at) is 'e' or 'E' && At(at + 1) is '+' or '-' && char.IsAsciiDigit(At(at + 2)))
        {
            at = EndOfDigits(at + 2);
        }

        End = EndOfJunk(at);
        return SqlTokenKind.Number;
    }

    private readonly int EndOfDigits(int at)
    {
        while (char.IsAsciiDigit(At(at)))
        {
            at++;
        }

        return at;
    }

    // Letters right behind a number belong to it: 1_000, 0x1F, 1e5, and what the server refuses as junk.
    private readonly int EndOfJunk(int at) => SqlCharacters.IsIdentifierStart(At(at)) ? EndOfIdentifier(at + 1) : at;

    private readonly int EndOfIdentifier(int at)
    {
        while (at < _sql.Length && SqlCharacters.IsIdentifierPart(_sql[at]))
        {
            at++;
        }

        return at;
    }
}
