using Capsule.Data;

namespace Capsule.Sample.Migrations.Chain;

/// <summary>A library with two steps, the second of which has a statement outside of its transactions.</summary>
public sealed class ShelfSchema() : LibrarySchema("Capsule.Shelf");
