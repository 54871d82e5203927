using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Data;

/// <summary>What the API's role may do with the rows of a table, where that is less than everything.</summary>
public static class ApiRights
{
    private const string Annotation = "Capsule:ApiRights";

    /// <summary>The API's role may only read: the owner's functions write.</summary>
    public static EntityTypeBuilder<TEntity> IsReadOnlyForApi<TEntity>(this EntityTypeBuilder<TEntity> entity)
        where TEntity : class => Restrict(entity, "select");

    /// <summary>The API's role may add rows and read them, and neither change nor delete any.</summary>
    public static EntityTypeBuilder<TEntity> IsAppendOnlyForApi<TEntity>(this EntityTypeBuilder<TEntity> entity)
        where TEntity : class => Restrict(entity, "select, insert");

    /// <summary>The privileges of an entity's table, as SQL lists them; null for all.</summary>
    public static string? Of(IReadOnlyEntityType entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.FindAnnotation(Annotation)?.Value as string;
    }

    private static EntityTypeBuilder<TEntity> Restrict<TEntity>(EntityTypeBuilder<TEntity> entity, string privileges)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.HasAnnotation(Annotation, privileges);
    }
}
