namespace Capsule.Auth.Credentials.Logins;

/// <summary>The identity of a user at a provider.</summary>
/// <param name="Subject">The permanent identifier of the user at the provider, at most <see cref="MaxSubjectLength"/> characters.</param>
/// <param name="Email">The user's address; null when the provider tells none.</param>
/// <param name="EmailVerified">Whether the provider has verified the address.</param>
/// <param name="Name">The name to address the user by; null when the provider tells none.</param>
/// <param name="AuthenticatedAt">When the user signed in at the provider; null when the provider does not tell.</param>
internal sealed record ExternalIdentity(
    string Subject,
    string? Email,
    bool EmailVerified,
    string? Name,
    DateTimeOffset? AuthenticatedAt = null
)
{
    /// <summary>Maximum length of a subject in characters (OpenID Connect Core 1.0, section 2).</summary>
    public const int MaxSubjectLength = 255;
}
