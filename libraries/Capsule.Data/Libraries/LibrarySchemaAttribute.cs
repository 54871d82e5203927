namespace Capsule.Data;

/// <summary>Names a library whose tables a context maps; read through <see cref="LibrarySchemas.Of"/>.</summary>
public abstract class LibrarySchemaAttribute : Attribute
{
    /// <summary>The library's schema.</summary>
    internal abstract LibrarySchema Schema { get; }
}

/// <summary>Gives a context the tables of a library: they are mapped, and the service's bundle applies the library's steps.</summary>
/// <typeparam name="TSchema">The library's schema.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LibrarySchemaAttribute<TSchema> : LibrarySchemaAttribute
    where TSchema : LibrarySchema, new()
{
    private static readonly TSchema Instance = new();

    internal override LibrarySchema Schema => Instance;
}
