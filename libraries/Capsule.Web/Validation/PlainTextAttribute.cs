using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Capsule.Web;

/// <summary>
/// A single line of text for people, such as a name, with visible characters in reading order. Line breaks could inject headers into an
/// e-mail, and characters that reverse the writing direction can make a text look like another.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlainTextAttribute()
    : ValidationAttribute("The field {0} must be one line of visible text, without control characters.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || (text.All(IsPlain) && text.Any(IsSeen));

    private static bool IsPlain(char character) =>
        character is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
        && char.GetUnicodeCategory(character)
            is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsSeen(char character) =>
        char.GetUnicodeCategory(character)
            is not (
                UnicodeCategory.SpaceSeparator
                or UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.OtherNotAssigned
            );
}
