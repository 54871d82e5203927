using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>What an app has after the user signed in at a provider.</summary>
public record ExternalCodeRequest
{
    /// <summary>Longest verifier in characters (RFC 7636, section 4.1).</summary>
    public const int VerifierLength = 128;

    /// <summary>What the redirect had as <c>code</c>.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string ExternalCode { get; init; } = "";

    /// <summary>What the app began with: the <c>code_challenge</c> was its SHA-256.</summary>
    [Required, MaxLength(VerifierLength)]
    public string CodeVerifier { get; init; } = "";
}
