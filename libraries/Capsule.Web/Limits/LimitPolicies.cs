namespace Capsule.Web;

/// <summary>The service's limit policies.</summary>
internal sealed class LimitPolicies
{
    /// <summary>The prefix of the service's keys in Redis.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The policies' names.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
}
