namespace Capsule.Security;

/// <summary>Settings of section <c>Authentication:Introspection</c>: how services ask auth about tokens. Auth has the same.</summary>
public sealed class IntrospectionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication:Introspection";

    /// <summary>The longest that an answer may be kept, so that a revoked key stops within it even while Redis is away.</summary>
    public static readonly TimeSpan LongestCacheDuration = TimeSpan.FromSeconds(30);

    /// <summary>The name that services call themselves; without it they do not ask, and take no API keys.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>What proves it.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>How long the answer about an API key is good here; wrong ones at most 5 s.</summary>
    public TimeSpan CacheDuration { get; set; } = LongestCacheDuration;

    /// <summary>How many questions go out at once; API keys that come beyond them get 503.</summary>
    public int Concurrency { get; set; } = 32;
}
