namespace Capsule.Auth.Administration.Seed;

/// <summary>Settings of section <c>Auth:Seed</c>, which have no effect outside Development.</summary>
public sealed class SeedOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Seed";

    /// <summary>The password of the administrator; without a password no administrator is created.</summary>
    public string AdminPassword { get; set; } = "";
}
