namespace Capsule.Auth.Credentials.Logins;

/// <summary>Who signed in at a provider, as it tells.</summary>
/// <param name="Subject">Identifies the user there for ever, at most <see cref="SubjectLength"/> characters.</param>
/// <param name="Email">The user's address; null when the provider tells none.</param>
/// <param name="EmailVerified">Whether the provider has proof that the address is the user's.</param>
/// <param name="Name">The name to address the user by; null when the provider tells none.</param>
/// <param name="AuthenticatedAt">When the user proved there who they are; null when the provider does not tell.</param>
internal sealed record ExternalIdentity(
    string Subject,
    string? Email,
    bool EmailVerified,
    string? Name,
    DateTimeOffset? AuthenticatedAt = null
)
{
    /// <summary>Longest subject in characters (OpenID Connect Core 1.0, section 2).</summary>
    public const int SubjectLength = 255;
}
