namespace Capsule.Data;

/// <summary>Reads a script statement by statement.</summary>
internal ref struct StatementSplitter
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly string _script;
    private SqlLexer _lexer;
    private SqlPosition _position = SqlPosition.First;

    public StatementSplitter(string script)
    {
        _script = script;
        _lexer = new SqlLexer(script, start: script.StartsWith(ByteOrderMark) ? 1 : 0);
    }

    /// <summary>Returns the next statement that is not empty, or null at the end.</summary>
    /// <exception cref="SqlScriptException">Something in it is not closed, or only psql can run it.</exception>
    public ScriptStatement? Next()
    {
        while (_lexer.Read())
        {
            if (!_lexer.IsSymbol(';'))
            {
                return ReadStatement();
            }
        }

        return null;
    }

    private ScriptStatement ReadStatement()
    {
        var start = _lexer.Start;
        var end = start;
        var nesting = new StatementNesting();
        do
        {
            PsqlSyntax.Refuse(_script, _lexer, nesting);
            nesting.Take(_lexer);
            if (nesting.RunsClientCopy)
            {
                throw PsqlSyntax.ClientCopy(_script, start);
            }

            if (nesting.IsOutermost && _lexer.IsSymbol(';'))
            {
                return Statement(start, end);
            }

            end = _lexer.End;
        } while (_lexer.Read());

        nesting.RefuseUnclosed(_script);
        return Statement(start, end);
    }

    private ScriptStatement Statement(int start, int end)
    {
        _position = _position.To(_script, start);
        return new ScriptStatement(_script.AsMemory(start, end - start), _position);
    }
}
