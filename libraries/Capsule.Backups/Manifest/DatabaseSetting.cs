namespace Capsule.Backups;

/// <summary>A setting of a database.</summary>
/// <param name="Role">The role whose sessions the setting applies to; null for all roles.</param>
/// <param name="Name">The setting's name.</param>
/// <param name="Value">The setting's value.</param>
public sealed record DatabaseSetting(string? Role, string Name, string Value);
