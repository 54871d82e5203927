using System.ComponentModel.DataAnnotations;

namespace Capsule.Auth.Users;

/// <summary>Tells e-mail addresses from other texts.</summary>
internal static class EmailAddresses
{
    private static readonly EmailAddressAttribute Address = new();

    /// <summary>
    /// Whether a text is almost certainly an e-mail address. An <c>@</c> alone does not tell: a password may contain one.
    /// </summary>
    public static bool LooksLikeOne(string text) =>
        Address.IsValid(text) && !text.Any(char.IsWhiteSpace) && text.LastIndexOf('.') > text.IndexOf('@', StringComparison.Ordinal) + 1;
}
