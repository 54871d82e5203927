namespace Capsule.Backups;

/// <summary>An extension of a database.</summary>
/// <param name="Name">The extension's name.</param>
/// <param name="Schema">The schema of the extension's objects.</param>
/// <param name="Version">The extension's version.</param>
public sealed record BackedUpExtension(string Name, string Schema, string Version);
