namespace Capsule.Auth.ApiKeys;

/// <summary>Settings of section <c>Auth:ApiKeys</c>.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:ApiKeys";

    /// <summary>Maximum number of a user's keys that are not revoked.</summary>
    public int MaxPerUser { get; set; } = 50;
}
