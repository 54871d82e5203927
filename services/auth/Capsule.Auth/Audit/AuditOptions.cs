namespace Capsule.Auth.Audit;

/// <summary>Settings of section <c>Auth:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Audit";

    /// <summary>How often events that have been committed are chained to the log.</summary>
    public TimeSpan ChainInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}
