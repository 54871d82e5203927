using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Users;

namespace Capsule.Auth.Accounts.EmailAddresses;

/// <summary>The body of <c>POST /api/users/me/email</c>.</summary>
public sealed record ChangeEmailRequest : PasswordProofRequest
{
    /// <summary>The new address.</summary>
    [Required, MailAddress, MaxLength(User.MaxEmailLength)]
    public string NewEmail { get; init; } = "";
}
