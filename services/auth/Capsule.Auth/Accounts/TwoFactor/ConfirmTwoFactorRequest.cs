using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.TwoFactor;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>The body of <c>POST /api/users/me/two-factor/confirm</c>.</summary>
public sealed record ConfirmTwoFactorRequest
{
    /// <summary>The code that the authenticator shows.</summary>
    [Required, MaxLength(SecondFactor.MaxLength)]
    public string Code { get; init; } = "";
}
