using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Accounts;

/// <summary>
/// The body of <c>POST /api/users/verify-email</c> and <c>POST /api/users/confirm-email-change</c>. With the account's session or its
/// password, the account keeps all access. Without either, all access that is older than the proof is closed: password, sessions, API keys,
/// linked logins and second factors.
/// </summary>
public sealed record EmailTokenRequest
{
    /// <summary>The token of the e-mail.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string Token { get; init; } = "";

    /// <summary>The account's password, if the caller has no session of the account.</summary>
    [MaxLength(PasswordOptions.MaxLength)]
    public string? Password { get; init; }
}
