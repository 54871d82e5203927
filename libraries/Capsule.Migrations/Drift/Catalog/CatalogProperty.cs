namespace Capsule.Migrations;

/// <summary>A property that can differ between two objects of the same name.</summary>
/// <param name="Name">What it is, such as <c>default</c>.</param>
/// <param name="Value">
/// The value, worded to follow "the database has", such as <c>default now()</c>; null when there is none.
/// </param>
internal sealed record CatalogProperty(string Name, string? Value)
{
    /// <summary>The value in words.</summary>
    public string Words => Value ?? $"no {Name}";
}
