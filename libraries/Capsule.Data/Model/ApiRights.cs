using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Data;

/// <summary>Restricts what the API's role may do with the rows of a table.</summary>
public static class ApiRights
{
    private const string Annotation = "Capsule:ApiRights";
    private const string SetByDatabaseAnnotation = "Capsule:SetByDatabase";

    /// <summary>Lets the API's role only read the table; functions of the owner write it.</summary>
    public static EntityTypeBuilder<TEntity> IsReadOnlyForApi<TEntity>(this EntityTypeBuilder<TEntity> entity)
        where TEntity : class => Restrict(entity, "select");

    /// <summary>Lets the API's role insert and read rows, but neither update nor delete them.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="setByDatabase">Columns that the API's role may not set, so that the database's default applies.</param>
    public static EntityTypeBuilder<TEntity> IsAppendOnlyForApi<TEntity>(
        this EntityTypeBuilder<TEntity> entity,
        params string[] setByDatabase
    )
        where TEntity : class =>
        setByDatabase is []
            ? Restrict(entity, "select, insert")
            : Restrict(entity, "select, insert").HasAnnotation(SetByDatabaseAnnotation, string.Join(',', setByDatabase));

    /// <summary>Returns the privileges of an entity's table as a list for GRANT; null for all privileges.</summary>
    public static string? Of(IReadOnlyEntityType entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return entity.FindAnnotation(Annotation)?.Value as string;
    }

    /// <summary>Returns the columns of an entity's table that the API's role may not set when it inserts a row.</summary>
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
