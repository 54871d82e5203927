using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Passwords;

namespace Capsule.Auth.TwoFactor;

/// <summary>The body of <c>POST /api/users/me/two-factor</c>.</summary>
public sealed record BeginTwoFactorRequest
{
    /// <summary>The user's password; empty for who has none.</summary>
    [Required(AllowEmptyStrings = true), MaxLength(PasswordOptions.MostLength)]
    public required string Password { get; init; }
}
