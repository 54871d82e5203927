using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Passwords;

namespace Capsule.Auth.Credentials.Proofs;

/// <summary>A <see cref="ProofRequest"/> with the member <c>password</c>.</summary>
public abstract record PasswordProofRequest : ProofRequest
{
    /// <summary>The user's password; empty when the account has none.</summary>
    [Required(AllowEmptyStrings = true), MaxLength(PasswordOptions.MaxLength)]
    public required string Password { get; init; }

    internal override string GivenPassword => Password;
}
