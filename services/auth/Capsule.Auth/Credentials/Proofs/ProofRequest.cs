using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Credentials.Proofs;

/// <summary>
/// A request in which a signed-in user proves once more who they are: by the password; without one, by a code of the second factor; without
/// that, by a new sign-in at a linked provider.
/// </summary>
public abstract record ProofRequest
{
    /// <summary>For an account without a password that has two factors: a code of the authenticator, or a recovery code.</summary>
    [MaxLength(SecondFactor.MaxLength)]
    public string? Code { get; init; }

    /// <summary>For an account with neither: the <c>code</c> that the app got from a new sign-in at a linked provider.</summary>
    [MaxLength(OneTimeSecret.MaxLength)]
    public string? ProofCode { get; init; }

    /// <summary>The verifier that belongs to <see cref="ProofCode"/>.</summary>
    [MaxLength(ExternalCodeRequest.MaxVerifierLength)]
    public string? ProofVerifier { get; init; }

    /// <summary>The password; empty when the account has none.</summary>
    internal abstract string GivenPassword { get; }

    /// <summary>The name of the field that the password is in.</summary>
    internal virtual string PasswordField => "password";
}
