namespace Capsule.Data;

/// <summary>Refuses syntax that psql understands and the server does not.</summary>
internal static class PsqlSyntax
{
    private const int MaxNameLength = 40;

    /// <summary>Refuses the last token if a command or a variable of psql begins with it.</summary>
    public static void Refuse(ReadOnlySpan<char> script, in SqlLexer token, in StatementNesting nesting)
    {
        if (token.IsSymbol('\\'))
        {
            var name = script.Slice(token.Start, CommandLength(script[token.Start..]));
            throw SqlScriptException.At(
                SqlScriptProblem.MetaCommand,
                script,
                token.Start,
                $"{name} is a command of psql and not supported, use plain SQL"
            );
        }

        if (token.IsSymbol(':') && !nesting.TakesColons && VariableLength(script[token.End..]) is > 0 and var length)
        {
            var name = script.Slice(token.Start, 1 + length);
            throw SqlScriptException.At(
                SqlScriptProblem.Variable,
                script,
                token.Start,
                $"{name} is a variable of psql and not supported, write its value"
            );
        }
    }

    /// <summary>Creates the refusal of a COPY that begins at <paramref name="offset"/> and reads from the client or writes to it.</summary>
    public static SqlScriptException ClientCopy(ReadOnlySpan<char> script, int offset) =>
        SqlScriptException.At(
            SqlScriptProblem.ClientCopy,
            script,
            offset,
            "COPY … FROM STDIN and COPY … TO STDOUT need a client that sends or takes the rows and are not supported, use INSERT or SELECT"
        );

    private static int CommandLength(ReadOnlySpan<char> command)
    {
        // A command of one symbol, such as \; or \!, may have its argument right behind it.
        var length = 1;
        while (length < Math.Min(command.Length, MaxNameLength) && SqlCharacters.IsTagPart(command[length]))
        {
            length++;
        }

        return length == 1 && command.Length > 1 && !SqlCharacters.IsSpace(command[1]) ? 2 : length;
    }

    // The forms are :name, :'name', :"name" and :{?name}.
    private static int VariableLength(ReadOnlySpan<char> text)
    {
        var (prefix, suffix) = text switch
        {
            ['\'', ..] => (1, "'"),
            ['"', ..] => (1, "\""),
            ['{', '?', ..] => (2, "}"),
            _ => (0, ""),
        };
        var end = prefix;
        while (end < text.Length && SqlCharacters.IsTagPart(text[end]))
        {
            end++;
        }

        return end > prefix && text[end..].StartsWith(suffix) ? end + suffix.Length : 0;
    }
}
