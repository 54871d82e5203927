namespace Capsule.Security;

/// <summary>Settings of section <c>Authentication:Introspection</c>: how services ask auth about tokens. Auth has the same.</summary>
public sealed class IntrospectionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication:Introspection";

    /// <summary>
    /// The maximum of <see cref="CacheDuration"/>, so that a revoked key stops working within this time even while Redis is away.
    /// </summary>
    public static readonly TimeSpan LongestCacheDuration = TimeSpan.FromSeconds(30);

    /// <summary>The client id that all services share; without it they do not ask and accept no API keys.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of that client id.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>How long an answer about an API key is kept; about an invalid key 5 s at most.</summary>
    public TimeSpan CacheDuration { get; set; } = LongestCacheDuration;

    /// <summary>The maximum number of requests to auth at once; API keys beyond it get 503.</summary>
    public int Concurrency { get; set; } = 32;
}
