namespace Capsule.Data;

/// <summary>
/// Follows a statement's parentheses and the body of a function or procedure. Where psql guesses the end of a body by counting CASE and
/// END, this follows the server's grammar: the END of a body stands directly behind a semicolon or behind BEGIN ATOMIC.
/// </summary>
internal struct StatementNesting
{
    // What the words from the beginning of a statement say about it.
    private enum Header
    {
        Start,
        Create,
        CreateOr,
        CreateOrReplace,
        Routine,
        Copy,
        Other,
    }

    // The token before, as far as it matters.
    private enum Previous
    {
        Other,
        Begin,
        BodyBoundary,
        JsonFunction,
        FromOrTo,
    }

    private Header _header;
    private Previous _previous;
    private int _begin;
    private int _parentheses;
    private int _outermostParenthesis;
    private int _brackets;
    private int _jsonParentheses;
    private int _bodies;
    private int _outermostBody;

    /// <summary>Whether a semicolon ends the statement here.</summary>
    public readonly bool IsOutermost => _parentheses == 0 && _bodies == 0;

    /// <summary>
    /// Whether SQL allows a colon here: between the bounds of an array's slice, or between key and value of a JSON object.
    /// </summary>
    public readonly bool TakesColons => _brackets > 0 || _jsonParentheses > 0;

    /// <summary>Whether it is a COPY that reads rows from the client or writes them to it.</summary>
    public bool RunsClientCopy { get; private set; }

    /// <summary>Takes the next token of the statement.</summary>
    public void Take(in SqlLexer token)
    {
        if (token.Kind == SqlTokenKind.Word)
        {
            TakeWord(token);
            return;
        }

        var before = _previous;
        _previous = Previous.Other;
        _header = _header is Header.Routine or Header.Copy ? _header : Header.Other;
        if (token.Kind == SqlTokenKind.Symbol)
        {
            TakeSymbol(token.Text[0], token.Start, before);
        }
    }

    /// <summary>Refuses a statement that ends within parentheses or a body.</summary>
    public readonly void RefuseUnclosed(ReadOnlySpan<char> script)
    {
        if (_bodies > 0 && (_parentheses == 0 || _outermostBody < _outermostParenthesis))
        {
            const string what = "body of a function (begin atomic … end)";
            throw SqlScriptException.Unclosed(SqlScriptProblem.UnclosedBody, script, _outermostBody, what);
        }

        if (_parentheses > 0)
        {
            throw SqlScriptException.Unclosed(SqlScriptProblem.UnclosedParenthesis, script, _outermostParenthesis, "parenthesis");
        }
    }

    private void TakeSymbol(char symbol, int offset, Previous before)
    {
        switch (symbol)
        {
            case '(':
                _outermostParenthesis = _parentheses == 0 ? offset : _outermostParenthesis;
                _parentheses++;
                _jsonParentheses = before == Previous.JsonFunction && _jsonParentheses == 0 ? _parentheses : _jsonParentheses;
                break;
            case ')':
                _parentheses = Math.Max(_parentheses - 1, 0);
                _jsonParentheses = _parentheses < _jsonParentheses ? 0 : _jsonParentheses;
                break;
            case '[':
                _brackets++;
                break;
            case ']':
                _brackets = Math.Max(_brackets - 1, 0);
                break;
            case ';' when _parentheses == 0:
                BeginBodyStatement();
                break;
        }
    }

    private void BeginBodyStatement()
    {
        _previous = Previous.BodyBoundary;
        _header = Header.Start;
    }

    private void TakeWord(in SqlLexer word)
    {
        var before = _previous;
        _previous = Previous.Other;
        if (_parentheses == 0)
        {
            TakeOutermostWord(word, before);
        }

        if (word.IsWord("json_object") || word.IsWord("json_objectagg"))
        {
            _previous = Previous.JsonFunction;
        }
    }

    private void TakeOutermostWord(in SqlLexer word, Previous before)
    {
        if (_bodies > 0 && before == Previous.BodyBoundary && word.IsWord("end"))
        {
            _bodies--;
            return;
        }

        switch (_header)
        {
            case Header.Routine when before == Previous.Begin && word.IsWord("atomic"):
                _outermostBody = _bodies == 0 ? _begin : _outermostBody;
                _bodies++;
                BeginBodyStatement();
                break;
            case Header.Routine when word.IsWord("begin"):
                _previous = Previous.Begin;
                _begin = word.Start;
                break;
            case Header.Copy when before == Previous.FromOrTo && _bodies == 0:
                RunsClientCopy = word.IsWord("stdin") || word.IsWord("stdout");
                break;
            case Header.Copy when word.IsWord("from") || word.IsWord("to"):
                _previous = Previous.FromOrTo;
                break;
            case not (Header.Routine or Header.Copy or Header.Other):
                _header = NextHeader(word);
                break;
        }
    }

    private readonly Header NextHeader(in SqlLexer word) =>
        _header switch
        {
            Header.Start when word.IsWord("create") => Header.Create,
            Header.Start when word.IsWord("copy") => Header.Copy,
            Header.Create when word.IsWord("or") => Header.CreateOr,
            Header.CreateOr when word.IsWord("replace") => Header.CreateOrReplace,
            Header.Create or Header.CreateOrReplace when word.IsWord("function") || word.IsWord("procedure") => Header.Routine,
            _ => Header.Other,
        };
}
