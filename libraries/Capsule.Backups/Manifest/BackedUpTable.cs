namespace Capsule.Backups;

/// <summary>The content of a table.</summary>
/// <param name="Schema">The table's schema.</param>
/// <param name="Name">The table's name.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Hash">
/// A hash of the rows that does not depend on their order, 16 hexadecimal digits; generated columns are excluded.
/// </param>
public sealed record BackedUpTable(string Schema, string Name, long Rows, string Hash);
