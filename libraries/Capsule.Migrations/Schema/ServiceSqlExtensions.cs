using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Capsule.Migrations;

/// <summary>SQL by hand in a migration, in whatever schema the service works.</summary>
public static class ServiceSqlExtensions
{
    internal const string TemplateAnnotation = "Capsule:Sql";

    /// <summary>
    /// Runs <paramref name="sql"/>, in which <c>{schema}</c> stands for the service's schema, quoted: <paramref name="schema"/>, or
    /// the one that the bundle was told to work in instead.
    /// </summary>
    public static OperationBuilder<SqlOperation> ServiceSql(
        this MigrationBuilder migrationBuilder,
        string schema,
        string sql,
        bool suppressTransaction = false
    )
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);

        return migrationBuilder.Sql(SqlText.InSchema(sql, schema), suppressTransaction).Annotation(TemplateAnnotation, sql);
    }
}
