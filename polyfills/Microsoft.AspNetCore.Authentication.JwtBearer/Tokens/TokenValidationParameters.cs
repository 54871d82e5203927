using System.Security.Claims;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>What a token must be to count as valid.</summary>
public class TokenValidationParameters
{
    public const int DefaultMaximumTokenSizeInBytes = 1024 * 250;

    public static readonly string DefaultAuthenticationType = "AuthenticationTypes.Federation";
    public static readonly TimeSpan DefaultClockSkew = TimeSpan.FromMinutes(5);

    private TimeSpan _clockSkew = DefaultClockSkew;

    public string? AuthenticationType { get; set; }

    /// <summary>How far the clocks of issuer and verifier may be apart.</summary>
    public TimeSpan ClockSkew
    {
        get => _clockSkew;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _clockSkew = value;
        }
    }

    /// <summary>Where issuer and keys come from besides those given here.</summary>
    public BaseConfigurationManager? ConfigurationManager { get; set; }

    public SecurityKey? IssuerSigningKey { get; set; }

    public IssuerSigningKeyResolver? IssuerSigningKeyResolver { get; set; }

    public IEnumerable<SecurityKey>? IssuerSigningKeys { get; set; }

    public string NameClaimType { get; set; } = ClaimsIdentity.DefaultNameClaimType;

    public string RoleClaimType { get; set; } = ClaimsIdentity.DefaultRoleClaimType;

    public bool RequireAudience { get; set; } = true;

    public bool RequireExpirationTime { get; set; } = true;

    /// <summary>Whether a token that names no known key is tried with every key.</summary>
    public bool TryAllIssuerSigningKeys { get; set; } = true;

    /// <summary>All that the keys do, unless set.</summary>
    public IEnumerable<string>? ValidAlgorithms { get; set; }

    public string? ValidAudience { get; set; }

    public IEnumerable<string>? ValidAudiences { get; set; }

    public string? ValidIssuer { get; set; }

    public IEnumerable<string>? ValidIssuers { get; set; }

    /// <summary>What the header <c>typ</c> may be; anything unless set.</summary>
    public IEnumerable<string>? ValidTypes { get; set; }

    public bool ValidateAudience { get; set; } = true;

    public bool ValidateIssuer { get; set; } = true;

    public bool ValidateLifetime { get; set; } = true;

    internal TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    public virtual TokenValidationParameters Clone() => (TokenValidationParameters)MemberwiseClone();
}
