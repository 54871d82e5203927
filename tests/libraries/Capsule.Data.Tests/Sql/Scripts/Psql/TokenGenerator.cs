namespace Capsule.Data.Tests.Sql.Scripts.Psql;

/// <summary>Makes random strings, names, comments, and text that is none of them.</summary>
internal sealed class TokenGenerator(Random random)
{
    private static readonly string[] Traps =
    [
        ";",
        "; ",
        "'",
        "\"",
        "\\",
        "$$",
        "$a$",
        "$",
        "/*",
        "*/",
        "--",
        "\n",
        "\r\n",
        "\n\n",
        "(",
        ")",
        "[",
        "begin atomic",
        "end",
        "case",
        "create function",
        ":x",
        "copy t from stdin",
        "ü",
        "\u00A0",
        "a",
        " ",
        "E'",
        "u&\"",
    ];

    // No backslash has a letter behind it: psql would run it as a command.
    private static readonly string[] Pieces =
    [
        ";",
        ";",
        ";",
        ";",
        "'",
        "'",
        "''",
        "\"",
        "$$",
        "$a$",
        "$a$",
        "$",
        "a",
        "e'",
        "E'",
        "\\'",
        "u&'",
        "U&\"",
        "b'0",
        "/*",
        "*/",
        "*",
        "/",
        "--",
        "-",
        "+",
        "\n",
        "\r",
        "\t",
        "\f",
        " ",
        " ",
        "(",
        ")",
        "[",
        "]",
        "x",
        "ü",
        "select",
        "1",
        "$1",
        "::",
        ":=",
        "=",
        "<",
        "_",
        "\u00A0",
    ];

    /// <summary>Returns one of some texts.</summary>
    public string OneOf(params string[] texts) => texts[random.Next(texts.Length)];

    /// <summary>Makes pieces of tokens in any order.</summary>
    public string Scrap() => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => OneOf(Pieces)));

    /// <summary>Makes whitespace with or without comments.</summary>
    public string Space() =>
        random.Next(8) switch
        {
            0 => OneOf("\n", "\t", "\r\n", "\f", "\n\n\n"),
            1 => $" {Comment(depth: 2)} ",
            2 => $" --{Text("\n", "\r\n", "\n\n")}{OneOf("\n", "\r\n")}",
            _ => " ",
        };

    /// <summary>Makes a name.</summary>
    public string Name() =>
        random.Next(4) switch
        {
            0 => $"\"{Text().Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            1 => $"U&\"{Text("\"", "u&\"")}\"",
            _ => OneOf("a", "a$b$c", "größe", "_1", "atomic", "begin_1", "e", "u", "x\u00A0", "N", "fn_atomic"),
        };

    /// <summary>Makes a string in single quotes, of one line or more.</summary>
    public string String() =>
        random.Next(6) switch
        {
            0 => $"E'{Escaped()}'",
            1 => $"e'{Escaped()}' --{Text("\n", "\r\n", "\n\n")}\n '{Text("\\", "'", "E'")}'",
            2 => $"'{Standard()}'\n\t'{Standard()}'",
            3 => $"{OneOf("B", "x", "N", "U&", "u&")}'{Standard()}'",
            _ => $"'{Standard()}'",
        };

    /// <summary>Makes a dollar quote.</summary>
    public string DollarQuote()
    {
        var tag = OneOf("$$", "$a$", "$_1$", "$größe$", "$A$");
        var text = Text();
        return (text + tag).IndexOf(tag, StringComparison.Ordinal) == text.Length ? tag + text + tag : tag + tag;
    }

    private string Standard() => Text().Replace("'", "''", StringComparison.Ordinal);

    private string Escaped() =>
        Text().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", OneOf("\\'", "''"), StringComparison.Ordinal);

    private string Comment(int depth) =>
        $"/*{Text("/*", "*/")} {(depth > 0 && random.Next(2) == 0 ? Comment(depth - 1) : "")} {Text("/*", "*/")} {OneOf("", "*", "**")}*/";

    private string Text(params string[] without) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => OneOf(Traps)).Where(trap => !without.Contains(trap)));
}
