using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.TwoFactor;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>The body of <c>POST /api/users/me/two-factor/recovery-codes</c> and <c>DELETE /api/users/me/two-factor</c>.</summary>
public sealed record FactorsRequest
{
    /// <summary>The user's password; empty when the account has none.</summary>
    [Required(AllowEmptyStrings = true), MaxLength(PasswordOptions.MaxLength)]
    public required string Password { get; init; }

    /// <summary>A code of the authenticator, or a recovery code.</summary>
    [Required, MaxLength(SecondFactor.MaxLength)]
    public string Code { get; init; } = "";
}
