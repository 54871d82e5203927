using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.Proofs;

namespace Capsule.Auth.Accounts.Passwords;

/// <summary>The body of <c>PUT /api/users/me/password</c>.</summary>
public sealed record ChangePasswordRequest : ProofRequest
{
    /// <summary>The current password; empty when the account has none.</summary>
    [Required(AllowEmptyStrings = true), MaxLength(PasswordOptions.MaxLength)]
    public required string CurrentPassword { get; init; }

    /// <summary>The new password.</summary>
    [Required, MinLength(PasswordOptions.MinLength), MaxLength(PasswordOptions.MaxLength)]
    public string NewPassword { get; init; } = "";

    internal override string GivenPassword => CurrentPassword;

    internal override string PasswordField => "currentPassword";
}
