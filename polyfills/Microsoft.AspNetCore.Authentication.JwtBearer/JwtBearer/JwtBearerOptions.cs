using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Whose tokens are accepted, and how.</summary>
public class JwtBearerOptions : AuthenticationSchemeOptions
{
    public JwtBearerOptions() => Events = new JwtBearerEvents();

    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>Where the metadata is; under <see cref="Authority"/> unless set.</summary>
    public string MetadataAddress { get; set; } = null!;

    public string? Authority { get; set; }

    /// <summary>Becomes the valid audience where <see cref="TokenValidationParameters"/> names none.</summary>
    public string? Audience { get; set; }

    /// <summary>What the header <c>WWW-Authenticate</c> begins with.</summary>
    public string Challenge { get; set; } = JwtBearerDefaults.AuthenticationScheme;

    public new JwtBearerEvents Events
    {
        get => (JwtBearerEvents)base.Events!;
        set => base.Events = value;
    }

    public HttpMessageHandler? BackchannelHttpHandler { get; set; }

    /// <summary>Gets the metadata; made from <see cref="BackchannelHttpHandler"/> unless set.</summary>
    public HttpClient Backchannel { get; set; } = null!;

    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Metadata that is known and not asked for.</summary>
    public OpenIdConnectConfiguration? Configuration { get; set; }

    public IConfigurationManager<OpenIdConnectConfiguration>? ConfigurationManager { get; set; }

    public bool RefreshOnIssuerKeyNotFound { get; set; } = true;

    public IList<TokenHandler> TokenHandlers { get; } = [new JsonWebTokenHandler()];

    public TokenValidationParameters TokenValidationParameters { get; set; } = new();

    /// <summary>Whether the token is kept in the authentication properties.</summary>
    public bool SaveToken { get; set; } = true;

    /// <summary>Whether the challenge says what was wrong with the token.</summary>
    public bool IncludeErrorDetails { get; set; } = true;

    /// <summary>Whether claims get long names. They do not here: must be set to false.</summary>
    public bool MapInboundClaims { get; set; } = true;

    public TimeSpan AutomaticRefreshInterval { get; set; } = BaseConfigurationManager.DefaultAutomaticRefreshInterval;

    public TimeSpan RefreshInterval { get; set; } = BaseConfigurationManager.DefaultRefreshInterval;
}
