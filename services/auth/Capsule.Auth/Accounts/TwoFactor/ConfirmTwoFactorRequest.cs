using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.TwoFactor;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>The body of <c>POST /api/users/me/two-factor/confirm</c>.</summary>
public sealed record ConfirmTwoFactorRequest
{
    /// <summary>The current code of the authenticator.</summary>
    [Required, MaxLength(SecondFactor.MaxLength)]
    public string Code { get; init; } = "";
}
