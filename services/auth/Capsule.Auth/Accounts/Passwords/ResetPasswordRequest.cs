using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Accounts.Passwords;

/// <summary>The body of <c>POST /api/users/reset-password</c>.</summary>
public sealed record ResetPasswordRequest
{
    /// <summary>The token of the e-mail.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string Token { get; init; } = "";

    /// <summary>The new password.</summary>
    [Required, MinLength(PasswordOptions.MinLength), MaxLength(PasswordOptions.MaxLength)]
    public string NewPassword { get; init; } = "";
}
