using System.Text.Json.Serialization;

namespace Capsule.Migrations;

/// <summary>The differences between a database and what its migrations make.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Schema">The schema.</param>
/// <param name="UpTo">
/// The last migration of the bundle that the database has, which the comparison goes up to; null when it has none.
/// </param>
/// <param name="Pending">Migrations that the database lacks: what they would make is no drift.</param>
/// <param name="Unknown">Migrations that the database has and the bundle does not know: what they made shows as drift.</param>
/// <param name="Objects">How many objects of the database were compared.</param>
/// <param name="Differences">What differs, in a fixed order.</param>
/// <param name="Notes">What is worth knowing and no drift.</param>
/// <param name="Milliseconds">How long it all took.</param>
internal sealed record DriftReport(
    string Service,
    string Database,
    string Schema,
    string? UpTo,
    IReadOnlyList<string> Pending,
    IReadOnlyList<string> Unknown,
    int Objects,
    IReadOnlyList<CatalogDifference> Differences,
    IReadOnlyList<string> Notes,
    long Milliseconds
)
{
    /// <summary>Whether anything differs.</summary>
    [JsonPropertyOrder(-1)]
    public bool Drift => Differences.Count > 0;
}
