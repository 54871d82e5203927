namespace Capsule.Auth.Administration.Seed;

/// <summary>Settings of section <c>Auth:Seed</c>; of no effect outside Development.</summary>
public sealed class SeedOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Seed";

    /// <summary>The password of the administrator that is there from the start; without one there is none.</summary>
    public string AdminPassword { get; set; } = "";
}
