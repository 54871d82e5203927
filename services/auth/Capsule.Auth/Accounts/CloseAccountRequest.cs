using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Passwords;

namespace Capsule.Auth.Accounts;

/// <summary>The body of <c>DELETE /api/users/me</c>.</summary>
public sealed record CloseAccountRequest
{
    /// <summary>The user's password; empty for who has none.</summary>
    [Required(AllowEmptyStrings = true), MaxLength(PasswordOptions.MostLength)]
    public required string Password { get; init; }
}
