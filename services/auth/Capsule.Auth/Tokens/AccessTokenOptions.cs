namespace Capsule.Auth.Tokens;

/// <summary>Settings of section <c>Auth:Tokens</c>.</summary>
public sealed class AccessTokenOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Tokens";

    /// <summary>What tokens say about who issued them: the address under which clients find <c>/.well-known/openid-configuration</c>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Whom tokens are for: Capsule's services.</summary>
    public string Audience { get; set; } = "capsule";

    /// <summary>How long an access token is good for.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);
}
