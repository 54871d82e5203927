namespace Capsule.Migrations;

/// <summary>An object of a database with the properties that are compared.</summary>
/// <param name="Kind">Its kind, in words, such as <c>materialized view</c>.</param>
/// <param name="Name">Its name, quoted where SQL needs that, unique within the kind.</param>
/// <param name="Parent">The key of the object that it belongs to and goes with; null when it stands alone.</param>
/// <param name="Properties">What it is like; the same names in the same order for every object of the kind.</param>
internal sealed record CatalogObject(string Kind, string Name, string? Parent, IReadOnlyList<CatalogProperty> Properties)
{
    /// <summary>Names the object within the database.</summary>
    public string Key => $"{Kind} {Name}";

    /// <summary>The property called <paramref name="name"/>; null when it has none.</summary>
    public string? this[string name] => Properties.FirstOrDefault(property => property.Name == name)?.Value;
}
