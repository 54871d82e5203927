using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;

namespace Capsule.Auth.SignIn.External;

/// <summary>The body of <c>POST /api/sessions/external</c>.</summary>
public sealed record ExternalSignInRequest : ExternalCodeRequest
{
    /// <summary>A code of the authenticator, or a recovery code, if the user has two factors.</summary>
    [MaxLength(SecondFactor.MaxLength)]
    public string? Code { get; init; }
}
