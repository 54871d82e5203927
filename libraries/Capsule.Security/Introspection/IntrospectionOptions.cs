namespace Capsule.Security;

/// <summary>
/// Settings of section <c>Authentication:Introspection</c>: how services introspect tokens at auth. Auth uses the same section.
/// </summary>
public sealed class IntrospectionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication:Introspection";

    /// <summary>
    /// The maximum of <see cref="CacheDuration"/>, so that a revoked key stops working within this time even while Redis is away.
    /// </summary>
    public static readonly TimeSpan MaxCacheDuration = TimeSpan.FromSeconds(30);

    /// <summary>The client id that all services share; without it, services do not introspect tokens and accept no API keys.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the shared client id.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>How long the result for an API key is cached; at most 5 s for an invalid key.</summary>
    public TimeSpan CacheDuration { get; set; } = MaxCacheDuration;

    /// <summary>The maximum number of concurrent requests to auth; API keys beyond it get 503.</summary>
    public int Concurrency { get; set; } = 32;
}
