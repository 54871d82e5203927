namespace Capsule.Auth.SignIn.Providers;

/// <summary>
/// Settings of a provider, in <c>Auth:External:Providers:NAME</c>. A provider with an issuer speaks OpenID Connect, any other OAuth 2.0.
/// </summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// A name of <see cref="ProviderPresets"/>, whose values apply where no value is set. Default: the provider's own name.
    /// </summary>
    public string? Preset { get; set; }

    /// <summary>The name that users see. Default: the provider's name.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Capsule's client identifier at the provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>Capsule's client secret at the provider.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>How the secret is sent: <c>basic</c> (default) or <c>post</c> (RFC 6749, section 2.3.1).</summary>
    public string? TokenAuthentication { get; set; }

    /// <summary>OpenID Connect: the issuer, which is the claim <c>iss</c> and the beginning of the metadata's address.</summary>
    public string? Issuer { get; set; }

    /// <summary>OAuth 2.0: the address at which users sign in.</summary>
    public string? AuthorizationEndpoint { get; set; }

    /// <summary>OAuth 2.0: the address at which codes are exchanged.</summary>
    public string? TokenEndpoint { get; set; }

    /// <summary>OAuth 2.0: the address that tells who signed in, as JSON.</summary>
    public string? UserInfoEndpoint { get; set; }

    /// <summary>
    /// OAuth 2.0: the address that lists e-mail addresses as GitHub does (<c>email</c>, <c>primary</c>, <c>verified</c>), for providers
    /// that do not tell a verified address with the user.
    /// </summary>
    public string? EmailsEndpoint { get; set; }

    /// <summary>The scopes to ask for, separated by spaces. Default with an issuer: <c>openid profile email</c>.</summary>
    public string? Scopes { get; set; }

    /// <summary>The member that identifies the user permanently. Default: <c>sub</c>.</summary>
    public string? SubjectClaim { get; set; }

    /// <summary>The member with the user's name. Default: <c>name</c>.</summary>
    public string? NameClaim { get; set; }

    /// <summary>The member with the user's address. Default: <c>email</c>.</summary>
    public string? EmailClaim { get; set; }

    /// <summary>The member that says whether the provider has verified the address. Default: <c>email_verified</c>.</summary>
    public string? EmailVerifiedClaim { get; set; }

    /// <summary>Returns these settings, with a preset's values where none is set.</summary>
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
