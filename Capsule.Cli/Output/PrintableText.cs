using System.Text.RegularExpressions;

namespace Capsule.Cli.Output;

/// <summary>Removes control characters from a server's text, so that the text cannot control the terminal.</summary>
internal static partial class PrintableText
{
    /// <summary>Returns the text with control characters replaced by spaces.</summary>
    public static string Of(string text) => Unprintable().Replace(text, " ");

    [GeneratedRegex(@"\p{Cc}+")]
    private static partial Regex Unprintable();
}
