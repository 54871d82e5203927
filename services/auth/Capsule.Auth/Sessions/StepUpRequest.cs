using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Passwords;
using Capsule.Auth.TwoFactor;

namespace Capsule.Auth.Sessions;

/// <summary>The body of <c>POST /api/sessions/current/step-up</c>.</summary>
public sealed record StepUpRequest
{
    /// <summary>The user's password.</summary>
    [Required, MaxLength(PasswordOptions.MostLength)]
    public string Password { get; init; } = "";

    /// <summary>For who has two factors: a code of the authenticator, or a recovery code.</summary>
    [MaxLength(SecondFactor.MostLength)]
    public string? Code { get; init; }
}
