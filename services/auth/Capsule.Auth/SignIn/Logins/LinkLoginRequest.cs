using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.SignIn.Logins;

/// <summary>The body of <c>POST /api/users/me/logins</c>.</summary>
public sealed record LinkLoginRequest : ProofRequest
{
    /// <summary>The parameter <c>code</c> of the redirect.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string ExternalCode { get; init; } = "";

    /// <summary>The app's verifier, of which <c>code_challenge</c> was the SHA-256.</summary>
    [Required, MaxLength(ExternalCodeRequest.MaxVerifierLength)]
    public string CodeVerifier { get; init; } = "";

    /// <summary>The user's password; missing or empty when the account has none.</summary>
    [MaxLength(PasswordOptions.MaxLength)]
    public string? Password { get; init; }

    internal override string GivenPassword => Password ?? "";
}
