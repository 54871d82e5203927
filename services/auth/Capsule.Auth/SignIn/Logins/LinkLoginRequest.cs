using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.SignIn.Logins;

/// <summary>The body of <c>POST /api/users/me/logins</c>.</summary>
public sealed record LinkLoginRequest : ProofRequest
{
    /// <summary>What the redirect had as <c>code</c>.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string ExternalCode { get; init; } = "";

    /// <summary>What the app began with: the <c>code_challenge</c> was its SHA-256.</summary>
    [Required, MaxLength(ExternalCodeRequest.VerifierLength)]
    public string CodeVerifier { get; init; } = "";

    /// <summary>The user's password; missing or empty when the account has none.</summary>
    [MaxLength(PasswordOptions.MaxLength)]
    public string? Password { get; init; }

    internal override string GivenPassword => Password ?? "";
}
