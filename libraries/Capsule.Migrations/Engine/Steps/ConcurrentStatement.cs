using System.Diagnostics.CodeAnalysis;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>CREATE INDEX CONCURRENTLY or DROP INDEX CONCURRENTLY, as its text tells.</summary>
/// <param name="IsDrop">Whether it drops the index.</param>
/// <param name="Index">The index's name as it is written; null when the server is to choose it.</param>
/// <param name="Table">The table's name as it is written; null for a drop.</param>
internal sealed record ConcurrentStatement(bool IsDrop, string? Index, string? Table)
{
    /// <summary>Whether a statement does its work without locking out who reads or writes.</summary>
    public static bool IsConcurrent(ScriptStatement statement)
    {
        var lexer = new SqlLexer(statement.Text);
        var isFirst = true;
        while (lexer.Read())
        {
            if (isFirst && !lexer.IsWord("create") && !lexer.IsWord("drop") && !lexer.IsWord("reindex") && !lexer.IsWord("alter"))
            {
                return false;
            }

            isFirst = false;
            if (lexer.IsWord("concurrently"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a statement; false when it is another one.</summary>
    public static bool TryRead(ScriptStatement statement, [NotNullWhen(true)] out ConcurrentStatement? read)
    {
        read = null;
        var lexer = new SqlLexer(statement.Text);
        if (!lexer.Read())
        {
            return false;
        }

        var isDrop = lexer.IsWord("drop");
        if ((!isDrop && !lexer.IsWord("create")) || !lexer.Read())
        {
            return false;
        }

        if (lexer.IsWord("unique") && !isDrop)
        {
            lexer.Read();
        }

        if (!lexer.IsWord("index") || !lexer.Read() || !lexer.IsWord("concurrently") || !lexer.Read())
        {
            return false;
        }

        while (lexer.IsWord("if") || lexer.IsWord("not") || lexer.IsWord("exists"))
        {
            lexer.Read();
        }

        var index = !isDrop && lexer.IsWord("on") ? null : ReadName(ref lexer);
        if (isDrop)
        {
            read = new ConcurrentStatement(IsDrop: true, index, Table: null);
            return true;
        }

        if (lexer.IsWord("on") && lexer.Read() && lexer.IsWord("only"))
        {
            lexer.Read();
        }

        read = new ConcurrentStatement(IsDrop: false, index, ReadName(ref lexer));
        return true;
    }

    // a name, or names joined by dots; the token behind it is the current one afterwards.
    private static string ReadName(ref SqlLexer lexer)
    {
        var name = lexer.Text.ToString();
        while (lexer.Read() && lexer.IsSymbol('.') && lexer.Read())
        {
            name = $"{name}.{lexer.Text}";
        }

        return name;
    }
}
