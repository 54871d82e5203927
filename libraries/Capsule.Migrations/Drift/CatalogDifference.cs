using System.Text.Json.Serialization;

namespace Capsule.Migrations;

/// <summary>An object that differs from what the migrations make.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Change">Missing, extra or different.</param>
/// <param name="Text">The difference in words, on one line.</param>
/// <param name="Properties">What differs; for an object that one side lacks, what it is like.</param>
internal sealed record CatalogDifference(
    string Kind,
    string Name,
    CatalogChange Change,
    string Text,
    IReadOnlyList<PropertyDifference> Properties
)
{
    /// <summary>Whether the difference concerns privileges.</summary>
    [JsonIgnore]
    public bool IsGrant => Kind is "grant" or "default grant";
}

/// <summary>A property that differs.</summary>
/// <param name="Property">Its name.</param>
/// <param name="Database">What the database has, in words; null for none.</param>
/// <param name="Migrations">What the migrations make, in words; null for none.</param>
internal sealed record PropertyDifference(string Property, string? Database, string? Migrations);
