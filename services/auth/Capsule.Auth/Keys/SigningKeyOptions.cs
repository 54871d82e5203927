namespace Capsule.Auth.Keys;

/// <summary>Settings of section <c>Auth:SigningKeys</c>.</summary>
public sealed class SigningKeyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:SigningKeys";

    /// <summary>How long a key signs.</summary>
    public TimeSpan RotationInterval { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a key is published before it signs; longer than services cache the keys.</summary>
    public TimeSpan PublishAhead { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often a replica reads the keys, and checks whether a new one is needed.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromMinutes(1);
}
