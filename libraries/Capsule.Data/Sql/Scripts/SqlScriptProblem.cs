namespace Capsule.Data;

/// <summary>The reasons for which a script is refused.</summary>
public enum SqlScriptProblem
{
    /// <summary>A string in single quotes has no end.</summary>
    UnclosedString,

    /// <summary>A name in double quotes has no end.</summary>
    UnclosedName,

    /// <summary>A string in dollar quotes has no end.</summary>
    UnclosedDollarQuote,

    /// <summary>A comment has no end.</summary>
    UnclosedComment,

    /// <summary>A parenthesis is not closed.</summary>
    UnclosedParenthesis,

    /// <summary>The body of a function or procedure (<c>begin atomic</c>) has no end.</summary>
    UnclosedBody,

    /// <summary>A backslash outside of quotes: a command of psql.</summary>
    MetaCommand,

    /// <summary>A variable of psql.</summary>
    Variable,

    /// <summary>A COPY from or to the client.</summary>
    ClientCopy,
}
