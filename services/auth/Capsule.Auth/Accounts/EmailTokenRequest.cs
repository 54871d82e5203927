using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Accounts;

/// <summary>The body of <c>POST /api/users/verify-email</c> and <c>POST /api/users/confirm-email-change</c>.</summary>
public sealed record EmailTokenRequest
{
    /// <summary>What the e-mail carries.</summary>
    [Required, MaxLength(OneTimeSecret.MostLength)]
    public string Token { get; init; } = "";
}
