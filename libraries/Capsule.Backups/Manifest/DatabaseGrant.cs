namespace Capsule.Backups;

/// <summary>A privilege on a database.</summary>
/// <param name="Role">The role that has the privilege; null for PUBLIC.</param>
/// <param name="Privilege">The privilege, such as <c>CONNECT</c>.</param>
/// <param name="Grantable">Whether the role may grant the privilege to others.</param>
public sealed record DatabaseGrant(string? Role, string Privilege, bool Grantable);
