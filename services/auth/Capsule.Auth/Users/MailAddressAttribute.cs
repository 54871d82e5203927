using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Capsule.Auth.Users;

/// <summary>
/// Requires an e-mail address of RFC 5321 and RFC 6531 without quoted local parts and address literals. Other characters could add a
/// recipient or a header, or make the address look like another person's.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailAddressAttribute() : ValidationAttribute("The {0} field is not a valid e-mail address.")
{
    private const string OfLocalParts = "!#$%&'*+-/=?^_`{|}~.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || IsAddress(text.Trim());

    private static bool IsAddress(string text) =>
        text.IndexOf('@', StringComparison.Ordinal) is var at
        && at > 0
        && at < text.Length - 1
        && text[..at].All(static character => IsWord(character) || OfLocalParts.Contains(character))
        && text[(at + 1)..].All(static character => IsWord(character) || character is '-' or '.');

    private static bool IsWord(char character) =>
        char.IsLetterOrDigit(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
