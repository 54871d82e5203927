namespace Capsule.Migrations;

/// <summary>The role that a service's API connects as.</summary>
/// <param name="Name">The role's name.</param>
/// <param name="Password">Its password; null leaves the password of an existing role alone.</param>
public sealed record ApiRole(string Name, string? Password)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
