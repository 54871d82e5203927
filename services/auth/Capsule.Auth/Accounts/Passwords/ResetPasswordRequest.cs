using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Accounts.Passwords;

/// <summary>The body of <c>POST /api/users/reset-password</c>.</summary>
public sealed record ResetPasswordRequest
{
    /// <summary>What the e-mail carries.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string Token { get; init; } = "";

    /// <summary>The password from now on.</summary>
    [Required, MinLength(PasswordOptions.LeastLength), MaxLength(PasswordOptions.MaxLength)]
    public string NewPassword { get; init; } = "";
}
