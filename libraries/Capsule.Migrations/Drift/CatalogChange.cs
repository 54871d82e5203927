namespace Capsule.Migrations;

/// <summary>How an object of the database stands to what the migrations make.</summary>
internal enum CatalogChange
{
    /// <summary>The migrations make it, the database has none.</summary>
    Missing,

    /// <summary>The database has it, the migrations make none.</summary>
    Extra,

    /// <summary>Both have it, and it is not the same.</summary>
    Different,
}
