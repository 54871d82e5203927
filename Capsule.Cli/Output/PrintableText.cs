using System.Text.RegularExpressions;

namespace Capsule.Cli.Output;

/// <summary>A server's text for a terminal, which the text must not control.</summary>
internal static partial class PrintableText
{
    /// <summary>The text with a space for control characters.</summary>
    public static string Of(string text) => Unprintable().Replace(text, " ");

    [GeneratedRegex(@"\p{Cc}+")]
    private static partial Regex Unprintable();
}
