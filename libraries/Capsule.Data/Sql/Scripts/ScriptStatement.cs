using Npgsql;

namespace Capsule.Data;

/// <summary>A statement of a script, from its first token to its last: without the comments around it and without its semicolon.</summary>
public sealed class ScriptStatement
{
    /// <summary>The most words that <see cref="FirstWords"/> holds.</summary>
    public const int MaxFirstWords = 8;

    internal ScriptStatement(ReadOnlyMemory<char> sql, SqlPosition position)
    {
        Sql = sql;
        (Offset, Line, Column) = position;
    }

    /// <summary>The statement, as a part of the script.</summary>
    public ReadOnlyMemory<char> Sql { get; }

    /// <summary>The statement; the string is made at the first use.</summary>
    public string Text => field ??= Sql.ToString();

    /// <summary>The index of its first character in the script.</summary>
    public int Offset { get; }

    /// <summary>The line of its first character, from one.</summary>
    public int Line { get; }

    /// <summary>The column of its first character, from one.</summary>
    public int Column { get; }

    /// <summary>
    /// The keywords and unquoted names that it begins with, up to the first other token, in lower case and without comments; for instance
    /// create, index, concurrently, orders_by_date, on, orders.
    /// </summary>
    public IReadOnlyList<string> FirstWords => field ??= ReadFirstWords();

    /// <summary>
    /// Whether it begins or ends a transaction or a part of one: BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, ABORT, SAVEPOINT,
    /// RELEASE or PREPARE TRANSACTION.
    /// </summary>
    public bool IsTransactionCommand =>
        FirstWords switch
        {
            ["begin" or "commit" or "end" or "rollback" or "abort" or "savepoint" or "release", ..] => true,
            ["start", "transaction", ..] => true,
            // A prepared statement may have the name transaction; the word AS follows there.
            ["prepare", "transaction"] => true,
            _ => false,
        };

    /// <summary>Returns whether it begins with some words in lower case, at most <see cref="MaxFirstWords"/>.</summary>
    public bool StartsWith(params ReadOnlySpan<string> words)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words.Length, MaxFirstWords);
        return words.SequenceEqual(FirstWords.Take(words.Length).ToArray());
    }

    /// <summary>
    /// Returns a command that sends the statement unchanged. Npgsql splits the text of a command without parameters at each semicolon, even
    /// in the body of a function, but not the text of a command with a positional parameter; the server ignores an unused parameter.
    /// </summary>
    public NpgsqlCommand CreateCommand(NpgsqlConnection connection) =>
        new(Text, connection) { Parameters = { new NpgsqlParameter<bool> { TypedValue = true } } };

    /// <summary>Returns <see cref="CreateCommand"/> as a part of a batch.</summary>
    public NpgsqlBatchCommand CreateBatchCommand() => new(Text) { Parameters = { new NpgsqlParameter<bool> { TypedValue = true } } };

    /// <inheritdoc/>
    public override string ToString() => Text;

    private string[] ReadFirstWords()
    {
        var words = new List<string>(MaxFirstWords);
        var lexer = new SqlLexer(Sql.Span);
        while (words.Count < MaxFirstWords && lexer.Read() && lexer.Kind == SqlTokenKind.Word)
        {
            words.Add(ToLower(lexer.Text));
        }

        return [.. words];
    }

    // PostgreSQL folds only ASCII in a database with UTF-8.
    private static string ToLower(ReadOnlySpan<char> word) =>
        string.Create(
            word.Length,
            word,
            static (lower, word) =>
            {
                for (var i = 0; i < word.Length; i++)
                {
                    lower[i] = char.IsAsciiLetterUpper(word[i]) ? (char)(word[i] | 0x20) : word[i];
                }
            }
        );
}
