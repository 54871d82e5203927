using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Users;

namespace Capsule.Auth.Accounts;

/// <summary>The body of <c>POST /api/users/verify-email/resend</c> and <c>POST /api/users/forgot-password</c>.</summary>
public sealed record EmailAddressRequest
{
    /// <summary>E-mail address.</summary>
    [Required, MailAddress, MaxLength(User.MaxEmailLength)]
    public string Email { get; init; } = "";
}
