namespace Capsule.Data;

/// <summary>The kinds of tokens in PostgreSQL's SQL.</summary>
public enum SqlTokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes, with or without <c>U&amp;</c>.</summary>
    QuotedName,

    /// <summary>A string in single quotes with its prefix, or in dollar quotes.</summary>
    StringLiteral,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A parameter such as <c>$1</c>.</summary>
    Parameter,

    /// <summary>A cast (<c>::</c>), an assignment (<c>:=</c>), or any other single character.</summary>
    Symbol,
}
