namespace Capsule.Backups;

/// <summary>An extension of a database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">The schema that its objects are in.</param>
/// <param name="Version">Its version.</param>
public sealed record BackedUpExtension(string Name, string Schema, string Version);
