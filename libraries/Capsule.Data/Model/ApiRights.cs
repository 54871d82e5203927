using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Data;

/// <summary>What the API's role may do with the rows of a table, where that is less than everything.</summary>
public static class ApiRights
{
    private const string Annotation = "Capsule:ApiRights";
    private const string SetByDatabaseAnnotation = "Capsule:SetByDatabase";

    /// <summary>The API's role may only read: the owner's functions write.</summary>
    public static EntityTypeBuilder<TEntity> IsReadOnlyForApi<TEntity>(this EntityTypeBuilder<TEntity> entity)
        where TEntity : class => Restrict(entity, "select");

    /// <summary>The API's role may add rows and read them, and neither change nor delete any.</summary>
    /// <param name="entity">The table.</param>
    /// <param name="setByDatabase">Columns that the API's role may not give a value, so that they have their default.</param>
    public static EntityTypeBuilder<TEntity> IsAppendOnlyForApi<TEntity>(
        this EntityTypeBuilder<TEntity> entity,
        params string[] setByDatabase
    )
        where TEntity : class =>
        setByDatabase is []
            ? Restrict(entity, "select, insert")
            : Restrict(entity, "select, insert").HasAnnotation(SetByDatabaseAnnotation, string.Join(',', setByDatabase));

    /// <summary>The privileges of an entity's table, as SQL lists them; null for all.</summary>
    public static string? Of(IReadOnlyEntityType entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.FindAnnotation(Annotation)?.Value as string;
    }

    /// <summary>The columns of an entity's table that the API's role may not give a value when it adds a row.</summary>
    public static IReadOnlyList<string> SetByDatabase(IReadOnlyEntityType entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.FindAnnotation(SetByDatabaseAnnotation)?.Value is string columns ? columns.Split(',') : [];
    }

    private static EntityTypeBuilder<TEntity> Restrict<TEntity>(EntityTypeBuilder<TEntity> entity, string privileges)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.HasAnnotation(Annotation, privileges);
    }
}
