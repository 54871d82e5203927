using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Web;

namespace Capsule.Auth.Accounts.Registration;

/// <summary>The body of <c>POST /api/users</c>.</summary>
public sealed record RegisterUserRequest
{
    /// <summary>Longest e-mail address in characters (RFC 5321, section 4.5.3.1.3, less the angle brackets).</summary>
    public const int EmailLength = 254;

    /// <summary>Longest name in characters.</summary>
    public const int NameLength = 200;

    private static readonly EmailAddressAttribute Address = new();

    /// <summary>E-mail address.</summary>
    [Required, MailAddress, MaxLength(EmailLength)]
    public string Email { get; init; } = "";

    /// <summary>The name to address the user by.</summary>
    [Required, MaxLength(NameLength), PlainText]
    public string Name { get; init; } = "";

    /// <summary>Password, 8 to 256 characters (NIST SP 800-63B asks for at least 8; the upper end bounds the work of hashing).</summary>
    [Required, MinLength(PasswordOptions.LeastLength), MaxLength(PasswordOptions.MostLength)]
    public string Password { get; init; } = "";

    /// <summary>Whether a text can hardly be anything else: a password may well have an @.</summary>
    internal static bool LooksLikeAddress(string text) =>
        Address.IsValid(text) && !text.Any(char.IsWhiteSpace) && text.LastIndexOf('.') > text.IndexOf('@', StringComparison.Ordinal) + 1;
}
