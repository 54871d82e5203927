using Capsule.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace Capsule.Migrations;

/// <summary>
/// Lets one set of migrations serve any schema: what they write for the context's own schema ("auth") goes to the schema that
/// holds the history of migrations ("tenant_7").
/// </summary>
internal sealed class SchemaMovingSqlGenerator(IServiceProvider services, ICurrentDbContext current, IDbContextOptions options)
    : IMigrationsSqlGenerator
{
    private const string Extension = "Npgsql:PostgresExtension:";

    private static readonly string[] SchemaProperties = ["Schema", "NewSchema", "PrincipalSchema"];

    private readonly NpgsqlMigrationsSqlGenerator _inner = ActivatorUtilities.CreateInstance<NpgsqlMigrationsSqlGenerator>(services);

    public IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions sqlOptions = MigrationsSqlGenerationOptions.Default
    )
    {
        foreach (var operation in operations.OfType<AlterDatabaseOperation>())
        {
            PutExtensionsIntoPublic(operation);
        }

        var from = ((ServiceDbContext)current.Context).Schema;
        var to = options.Extensions.OfType<RelationalOptionsExtension>().Single().MigrationsHistoryTableSchema ?? from;
        if (from != to)
        {
            foreach (var operation in operations)
            {
                Move(operation, from, to);
            }
        }

        foreach (var operation in operations.OfType<SqlOperation>())
        {
            // The same migration makes the same objects wherever it was checked out: a function's body keeps its line ends.
            operation.Sql = SourceText.Normalize(operation.Sql).TrimEnd() is var sql && sql.EndsWith(';') ? sql : sql + "\n;";
        }

        return _inner.Generate(operations, model, sqlOptions);
    }

    /// <summary>
    /// An extension that the model asks for without a schema would otherwise bring the model's default schema into being.
    /// </summary>
    private static void PutExtensionsIntoPublic(AlterDatabaseOperation operation)
    {
        foreach (
            var annotation in operation
                .GetAnnotations()
                .Where(annotation => annotation.Name.StartsWith(Extension, StringComparison.Ordinal))
                .ToList()
        )
        {
            var name = annotation.Name[Extension.Length..];
            if (!name.Contains('.'))
            {
                operation.RemoveAnnotation(annotation.Name);
                operation.AddAnnotation($"{Extension}public.{name}", annotation.Value);
            }
        }
    }

    private static void Move(MigrationOperation operation, string from, string to)
    {
        switch (operation)
        {
            case SqlOperation sql when sql[ServiceSqlExtensions.TemplateAnnotation] is string template:
                sql.Sql = SqlText.InSchema(template, to);
                break;
            case EnsureSchemaOperation ensure when ensure.Name == from:
                ensure.Name = to;
                break;
            case DropSchemaOperation drop when drop.Name == from:
                drop.Name = to;
                break;
            case CreateTableOperation table:
                MoveAll([.. table.Columns, .. table.ForeignKeys, .. table.UniqueConstraints, .. table.CheckConstraints], from, to);
                MoveAll(table.PrimaryKey is { } key ? [key] : [], from, to);
                break;
        }

        foreach (var property in SchemaProperties.Select(operation.GetType().GetProperty))
        {
            if (property?.GetValue(operation) as string == from)
            {
                property!.SetValue(operation, to);
            }
        }
    }

    private static void MoveAll(IEnumerable<MigrationOperation> operations, string from, string to)
    {
        foreach (var operation in operations)
        {
            Move(operation, from, to);
        }
    }
}
