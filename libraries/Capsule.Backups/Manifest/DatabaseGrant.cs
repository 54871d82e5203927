namespace Capsule.Backups;

/// <summary>One right on a database.</summary>
/// <param name="Role">Who has it; null is everybody.</param>
/// <param name="Privilege">Such as <c>CONNECT</c>.</param>
/// <param name="Grantable">Whether it may be granted on.</param>
public sealed record DatabaseGrant(string? Role, string Privilege, bool Grantable);
