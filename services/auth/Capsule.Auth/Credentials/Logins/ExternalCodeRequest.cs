using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>The code that an app got after the user signed in at a provider.</summary>
public record ExternalCodeRequest
{
    /// <summary>Maximum length of a verifier in characters (RFC 7636, section 4.1).</summary>
    public const int MaxVerifierLength = 128;

    /// <summary>The parameter <c>code</c> of the redirect.</summary>
    [Required, MaxLength(OneTimeSecret.MaxLength)]
    public string ExternalCode { get; init; } = "";

    /// <summary>The app's verifier, of which <c>code_challenge</c> was the SHA-256.</summary>
    [Required, MaxLength(MaxVerifierLength)]
    public string CodeVerifier { get; init; } = "";
}
