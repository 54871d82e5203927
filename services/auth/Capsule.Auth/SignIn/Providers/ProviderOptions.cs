namespace Capsule.Auth.SignIn.Providers;

/// <summary>
/// Settings of a provider, in <c>Auth:External:Providers:NAME</c>. One with an issuer speaks OpenID Connect, any other OAuth 2.0.
/// </summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// A name of <see cref="ProviderPresets"/>, whose values count where none is set; the provider's own name unless given.
    /// </summary>
    public string? Preset { get; set; }

    /// <summary>What users know it by; its name unless given.</summary>
    public string? DisplayName { get; set; }

    /// <summary>What the provider calls Capsule.</summary>
    public string? ClientId { get; set; }

    /// <summary>How Capsule proves there that it is.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>How the secret is sent: <c>basic</c> (unless given) or <c>post</c> (RFC 6749, section 2.3.1).</summary>
    public string? TokenAuthentication { get; set; }

    /// <summary>OpenID Connect: what its tokens name as <c>iss</c>; its metadata is below.</summary>
    public string? Issuer { get; set; }

    /// <summary>OAuth 2.0: where users sign in.</summary>
    public string? AuthorizationEndpoint { get; set; }

    /// <summary>OAuth 2.0: where codes are exchanged.</summary>
    public string? TokenEndpoint { get; set; }

    /// <summary>OAuth 2.0: what tells who signed in, as JSON.</summary>
    public string? UserInfoEndpoint { get; set; }

    /// <summary>
    /// OAuth 2.0: where addresses are listed as GitHub does (<c>email</c>, <c>primary</c>, <c>verified</c>), for providers that do not tell
    /// with the user.
    /// </summary>
    public string? EmailsEndpoint { get; set; }

    /// <summary>What is asked for, with spaces between; <c>openid profile email</c> with an issuer.</summary>
    public string? Scopes { get; set; }

    /// <summary>The member that identifies the user for ever; <c>sub</c> unless given.</summary>
    public string? SubjectClaim { get; set; }

    /// <summary>The member with the user's name; <c>name</c> unless given.</summary>
    public string? NameClaim { get; set; }

    /// <summary>The member with the user's address; <c>email</c> unless given.</summary>
    public string? EmailClaim { get; set; }

    /// <summary>The member that says whether the provider has proof of the address; <c>email_verified</c> unless given.</summary>
    public string? EmailVerifiedClaim { get; set; }

    /// <summary>These, with a preset's values where there are none.</summary>
    internal ProviderOptions With(ProviderOptions? preset) =>
        preset is null
            ? this
            : new ProviderOptions
            {
                Preset = Preset,
                DisplayName = DisplayName ?? preset.DisplayName,
                ClientId = ClientId,
                ClientSecret = ClientSecret,
                TokenAuthentication = TokenAuthentication ?? preset.TokenAuthentication,
                Issuer = Issuer ?? preset.Issuer,
                AuthorizationEndpoint = AuthorizationEndpoint ?? preset.AuthorizationEndpoint,
                TokenEndpoint = TokenEndpoint ?? preset.TokenEndpoint,
                UserInfoEndpoint = UserInfoEndpoint ?? preset.UserInfoEndpoint,
                EmailsEndpoint = EmailsEndpoint ?? preset.EmailsEndpoint,
                Scopes = Scopes ?? preset.Scopes,
                SubjectClaim = SubjectClaim ?? preset.SubjectClaim,
                NameClaim = NameClaim ?? preset.NameClaim,
                EmailClaim = EmailClaim ?? preset.EmailClaim,
                EmailVerifiedClaim = EmailVerifiedClaim ?? preset.EmailVerifiedClaim,
            };
}
