using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Accounts;

/// <summary>
/// The body of <c>POST /api/users/verify-email</c> and <c>POST /api/users/confirm-email-change</c>. Sent with the account's session or its
/// password the account stays as it is; without either, what is older than the proof is closed: password, sessions, API keys, linked
/// logins, second factors.
/// </summary>
public sealed record EmailTokenRequest
{
    /// <summary>What the e-mail carries.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string Token { get; init; } = "";

    /// <summary>The account's password, where the caller has no session of the account.</summary>
    [MaxLength(PasswordOptions.MaxLength)]
    public string? Password { get; init; }
}
