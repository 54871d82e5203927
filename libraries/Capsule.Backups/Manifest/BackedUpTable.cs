namespace Capsule.Backups;

/// <summary>What a table held.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Hash">A hash of the rows in any order, 16 hexadecimal digits; generated columns excluded.</param>
public sealed record BackedUpTable(string Schema, string Name, long Rows, string Hash);
