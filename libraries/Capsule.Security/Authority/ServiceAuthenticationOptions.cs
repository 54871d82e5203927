namespace Capsule.Security;

/// <summary>Settings of section <c>Authentication</c>: the issuer and audience of the access tokens that a service accepts.</summary>
public sealed class ServiceAuthenticationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication";

    /// <summary>The address of the authority's metadata and keys: a service discovery name or a URL.</summary>
    public string Authority { get; set; } = "http://auth";

    /// <summary>Whether this service is the authority itself and uses its own keys; not a setting.</summary>
    public bool HasOwnKeys { get; private set; }

    /// <summary>The expected <c>iss</c> of tokens: the authority's public address.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The expected <c>aud</c> of tokens.</summary>
    public string Audience { get; set; } = "capsule";

    /// <summary>Whether metadata and keys require TLS; by default true, and false in Development.</summary>
    public bool? RequireHttpsMetadata { get; set; }

    /// <summary>The tolerated difference between the clocks of authority and service.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Declares that this service is the authority; <see cref="Authority"/> is not used.</summary>
    public void UseOwnKeys() => HasOwnKeys = true;
}
