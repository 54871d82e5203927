using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Web;

namespace Capsule.Auth.Accounts.Registration;

/// <summary>The body of <c>POST /api/users</c>.</summary>
public sealed record RegisterUserRequest
{
    /// <summary>E-mail address.</summary>
    [Required, MailAddress, MaxLength(User.MaxEmailLength)]
    public string Email { get; init; } = "";

    /// <summary>The name to address the user by.</summary>
    [Required, MaxLength(User.MaxNameLength), PlainText]
    public string Name { get; init; } = "";

    /// <summary>Password, 8 to 256 characters (NIST SP 800-63B asks for at least 8; the upper end bounds the work of hashing).</summary>
    [Required, MinLength(PasswordOptions.MinLength), MaxLength(PasswordOptions.MaxLength)]
    public string Password { get; init; } = "";
}
