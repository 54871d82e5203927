namespace Capsule.Auth.Tokens;

/// <summary>
/// Settings of section <c>Auth:Tokens</c>. Issuer and audience are in section <c>Authentication</c>, which all services share.
/// </summary>
public sealed class AccessTokenOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Tokens";

    /// <summary>How long an access token is valid.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);
}
