using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Capsule.Data;

/// <summary>
/// Gives tables, columns, keys, foreign keys and indexes snake_case names: <c>pk_table</c>, <c>ak_table_columns</c>,
/// <c>fk_table_principal_columns</c>, <c>ix_table_columns</c>. Names that the model sets explicitly are kept.
/// </summary>
internal sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    private const int MaxIdentifierLength = 63;

    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var entities = modelBuilder.Metadata.GetEntityTypes().ToList();
        foreach (var entity in entities.Where(entity => entity.GetTableName() is not null && OwnsItsTable(entity)))
        {
            entity.Builder.ToTable(SnakeCase.Of(entity.GetTableName()!));
        }

        foreach (
            var entity in entities.Where(entity =>
                entity.IsMappedToJson() && entity.FindOwnership()?.PrincipalEntityType.IsMappedToJson() == false
            )
        )
        {
            entity.SetContainerColumnName(SnakeCase.Of(entity.GetContainerColumnName()!));
        }

        foreach (var entity in entities.Where(entity => !entity.IsMappedToJson()))
        {
            NameColumns(entity);
        }

        foreach (var entity in entities.Where(entity => !entity.IsMappedToJson() && entity.GetTableName() is not null))
        {
            NameConstraints(entity, entity.GetTableName()!);
        }
    }

    private static bool OwnsItsTable(IConventionEntityType entity) =>
        entity.BaseType is null
        && !entity.IsMappedToJson()
        && (
            entity.FindOwnership() is not { IsUnique: true } ownership
            || ownership.PrincipalEntityType.GetTableName() != entity.GetTableName()
        );

    private static void NameColumns(IConventionEntityType entity)
    {
        var table =
            StoreObjectIdentifier.Create(entity, StoreObjectType.Table) ?? StoreObjectIdentifier.Create(entity, StoreObjectType.View);
        foreach (var property in entity.GetDeclaredProperties())
        {
            var name = table is { } store ? property.GetDefaultColumnName(store) : property.GetDefaultColumnName();
            property.Builder.HasColumnName(SnakeCase.Of(name ?? property.Name));
        }
    }

    private static void NameConstraints(IConventionEntityType entity, string table)
    {
        foreach (var key in entity.GetDeclaredKeys())
        {
            key.Builder.HasName(Shortened(key.IsPrimaryKey() ? $"pk_{table}" : $"ak_{table}_{Columns(key.Properties)}"));
        }

        foreach (var foreignKey in entity.GetDeclaredForeignKeys())
        {
            foreignKey.Builder.HasConstraintName(
                Shortened($"fk_{table}_{foreignKey.PrincipalEntityType.GetTableName()}_{Columns(foreignKey.Properties)}")
            );
        }

        foreach (var index in entity.GetDeclaredIndexes())
        {
            index.Builder.HasDatabaseName(
                Shortened(index.Name is { } name ? SnakeCase.Of(name) : $"ix_{table}_{Columns(index.Properties)}")
            );
        }
    }

    private static string Columns(IEnumerable<IConventionProperty> properties) =>
        string.Join('_', properties.Select(property => property.GetColumnName()));

    /// <summary>PostgreSQL truncates long names silently, so two long names could become equal.</summary>
    private static string Shortened(string name) =>
        name.Length <= MaxIdentifierLength
            ? name
            : $"{name[..(MaxIdentifierLength - 9)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
}
