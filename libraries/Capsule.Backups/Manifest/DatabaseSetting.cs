namespace Capsule.Backups;

/// <summary>One setting of a database.</summary>
/// <param name="Role">Whose sessions it is for; null is everybody's.</param>
/// <param name="Name">The setting.</param>
/// <param name="Value">Its value.</param>
public sealed record DatabaseSetting(string? Role, string Name, string Value);
