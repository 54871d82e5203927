namespace Capsule.Migrations;

/// <summary>One thing that can differ between two objects of the same name.</summary>
/// <param name="Name">What it is, such as <c>default</c>.</param>
/// <param name="Value">
/// What it is like, in words that follow "the database has", such as <c>default now()</c>; null when it has none.
/// </param>
internal sealed record CatalogProperty(string Name, string? Value)
{
    /// <summary>The value in words.</summary>
    public string Words => Value ?? $"no {Name}";
}
