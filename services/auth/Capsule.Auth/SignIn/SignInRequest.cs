using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Users;

namespace Capsule.Auth.SignIn;

/// <summary>The body of <c>POST /api/sessions</c>.</summary>
public sealed record SignInRequest
{
    /// <summary>E-mail address.</summary>
    [Required, MaxLength(User.MaxEmailLength)]
    public string Email { get; init; } = "";

    /// <summary>Password.</summary>
    [Required, MaxLength(PasswordOptions.MaxLength)]
    public string Password { get; init; } = "";

    /// <summary>A code of the authenticator, or a recovery code, if the user has two factors.</summary>
    [MaxLength(SecondFactor.MaxLength)]
    public string? Code { get; init; }
}
