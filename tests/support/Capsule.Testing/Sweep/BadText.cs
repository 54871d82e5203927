namespace Capsule.Testing.Sweep;

/// <summary>Text that is out of the ordinary.</summary>
/// <param name="Name">For who reads of a failure.</param>
/// <param name="Trick">What is special about it.</param>
/// <param name="Of">Makes it of an ordinary one, so that it gets as far as that.</param>
internal sealed record BadText(string Name, Tricks Trick, Func<string, string> Of)
{
    /// <summary>What shows that a value became a header, or landed somewhere with its line breaks.</summary>
    public const string Injected = "X-Injected";

    public static readonly BadText[] All =
    [
        new("empty", Tricks.Empty, _ => ""),
        new("blanks", Tricks.Invisible, _ => "   "),
        new("only zero width", Tricks.Invisible, text => new string('\u200b', Math.Max(1, text.Length))),
        new("CR LF and a header", Tricks.LineBreaks, text => Insert(text, $"\r\n{Injected}: yes\r\n")),
        new("LF and a header at the end", Tricks.LineBreaks, text => $"{text}\n{Injected}: yes"),
        new("U+2028 and a header", Tricks.LineBreaks, text => Insert(text, $"\u2028{Injected}: yes")),
        new("escape sequence", Tricks.Controls, text => Insert(text, "\u001b[31m")),
        new("U+0085", Tricks.Controls, text => Insert(text, "\u0085")),
        new("right-to-left override", Tricks.Directions, text => Insert(text, "\u202e")),
        new("isolate", Tricks.Directions, text => Insert(text, "\u2066")),
        new("zero width", Tricks.ZeroWidth, text => Insert(text, "\u200b\u200d\ufeff")),
        new("combining marks", Tricks.Combining, text => Insert(text, string.Concat(Enumerable.Repeat("\u0301\u0336", 20)))),
        new("beyond U+FFFF", Tricks.Rare, text => Insert(text, "\U0001f469\u200d\U0001f4bb")),
        new("never a character", Tricks.Rare, text => Insert(text, "\uffff\ufdd0")),
        new("SQL", Tricks.Sql, text => $"{text}'; drop table auth.users; --"),
        new("SQL with a comment", Tricks.Sql, text => $"{text}' or '1'='1' /*"),
        new("markup", Tricks.Markup, text => $"{text}<script>alert(1)</script>"),
        new("backslashes, quotes and percents", Tricks.Markup, text => $"{text}\\\"%00%0d%0a${{jndi:x}}{{0}}"),
    ];

    private static string Insert(string text, string what) => text.Insert(Math.Min(1, text.Length), what);
}
