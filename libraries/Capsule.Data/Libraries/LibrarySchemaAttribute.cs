namespace Capsule.Data;

/// <summary>Names a library whose tables a context maps; <see cref="LibrarySchemas.Of"/> reads the attribute.</summary>
public abstract class LibrarySchemaAttribute : Attribute
{
    /// <summary>The library's schema.</summary>
    internal abstract LibrarySchema Schema { get; }
}

/// <summary>
/// Adds a library's tables to a context: the context maps the tables, and the service's bundle applies the library's steps.
/// </summary>
/// <typeparam name="TSchema">The library's schema.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LibrarySchemaAttribute<TSchema> : LibrarySchemaAttribute
    where TSchema : LibrarySchema, new()
{
    private static readonly TSchema Instance = new();

    internal override LibrarySchema Schema => Instance;
}
