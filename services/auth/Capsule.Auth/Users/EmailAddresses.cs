using System.ComponentModel.DataAnnotations;

namespace Capsule.Auth.Users;

/// <summary>Recognises e-mail addresses.</summary>
internal static class EmailAddresses
{
    private static readonly EmailAddressAttribute Address = new();

    /// <summary>
    /// Whether a text is almost certainly an e-mail address. An <c>@</c> is not enough, because a password may contain one.
    /// </summary>
    public static bool LooksLikeOne(string text) =>
        Address.IsValid(text) && !text.Any(char.IsWhiteSpace) && text.LastIndexOf('.') > text.IndexOf('@', StringComparison.Ordinal) + 1;
}
