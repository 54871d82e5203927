namespace Capsule.Migrations;

/// <summary>What a piece of SQL is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword or a name without quotes, in lower case.</summary>
    Word,

    /// <summary>A name in quotes, without them.</summary>
    Name,

    /// <summary>A text in quotes or dollar quotes, without them.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Anything else, one character.</summary>
    Symbol,
}

/// <summary>The smallest piece of SQL that means something.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">What it says.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value)
{
    /// <summary>Whether it is the keyword or the symbol <paramref name="value"/>.</summary>
    public bool Is(string value) => Kind is SqlTokenKind.Word or SqlTokenKind.Symbol && Value == value;

    /// <summary>Whether it can be a name.</summary>
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.Name;
}
