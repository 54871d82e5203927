namespace Capsule.Migrations;

/// <summary>How an object of the database differs from what the migrations make.</summary>
internal enum CatalogChange
{
    /// <summary>The database lacks the object.</summary>
    Missing,

    /// <summary>The migrations do not make the object.</summary>
    Extra,

    /// <summary>The object differs.</summary>
    Different,
}
