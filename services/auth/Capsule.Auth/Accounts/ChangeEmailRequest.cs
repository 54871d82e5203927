using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Passwords;
using Capsule.Auth.Users;

namespace Capsule.Auth.Accounts;

/// <summary>The body of <c>POST /api/users/me/email</c>.</summary>
public sealed record ChangeEmailRequest : PasswordProofRequest
{
    /// <summary>The address from then on.</summary>
    [Required, MailAddress, MaxLength(RegisterUserRequest.EmailLength)]
    public string NewEmail { get; init; } = "";
}
