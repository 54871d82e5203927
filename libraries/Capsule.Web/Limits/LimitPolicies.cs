namespace Capsule.Web;

/// <summary>The policies that a service has.</summary>
internal sealed class LimitPolicies
{
    /// <summary>What its keys in Redis begin with.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Their names.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
}
