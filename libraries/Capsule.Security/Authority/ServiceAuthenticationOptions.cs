namespace Capsule.Security;

/// <summary>Settings of section <c>Authentication</c>: whose access tokens a service accepts.</summary>
public sealed class ServiceAuthenticationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication";

    /// <summary>Where the metadata and the keys are, by a name that service discovery knows or an address.</summary>
    public string Authority { get; set; } = "http://auth";

    /// <summary>Whether this service is the authority, and asks nobody for keys; no setting.</summary>
    public bool HasOwnKeys { get; private set; }

    /// <summary>What tokens name as <c>iss</c>: the authority's public address.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>What tokens must name as <c>aud</c>.</summary>
    public string Audience { get; set; } = "capsule";

    /// <summary>Whether metadata and keys must come over TLS; true unless set, and false in Development.</summary>
    public bool? RequireHttpsMetadata { get; set; }

    /// <summary>How far the clocks of authority and service may be apart.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Says that this service is the authority: <see cref="Authority"/> is of no importance then.</summary>
    public void UseOwnKeys() => HasOwnKeys = true;
}
