using Capsule.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// EF Core's own history: the applied migrations, and library steps, whose names EF Core ignores. It is written with our own
/// statements, because EF Core would build a model for that at each start.
/// </summary>
internal static class AppliedHistory
{
    /// <summary>Creates the table as EF Core would, if it is missing; the schema must exist.</summary>
    public static string CreateSql(string schema) =>
        $"""
            create table if not exists {Table(schema)} (
                migration_id varchar(150) not null,
                product_version varchar(32) not null,
                constraint pk_{ServiceDbContextOptions.HistoryTable} primary key (migration_id)
            );
            """;

    /// <summary>A statement that notes a migration as applied, by this version of EF Core.</summary>
    public static NpgsqlBatchCommand Insert(string schema, string name) =>
        new($"insert into {Table(schema)} (migration_id, product_version) values ($1, $2)")
        {
            Parameters =
            {
                new() { Value = name },
                new() { Value = ProductInfo.GetVersion() },
            },
        };

    /// <summary>The same as SQL for a script.</summary>
    public static string InsertSql(string schema, string name) =>
        $"insert into {Table(schema)} (migration_id, product_version) values ({SqlText.Literal(name)}, {SqlText.Literal(ProductInfo.GetVersion())});";

    /// <summary>A statement that removes a migration.</summary>
    public static NpgsqlBatchCommand Delete(string schema, string name) =>
        new($"delete from {Table(schema)} where migration_id = $1") { Parameters = { new() { Value = name } } };

    /// <summary>A statement that gives an applied migration another name.</summary>
    public static NpgsqlBatchCommand Rename(string schema, string from, string to) =>
        new($"update {Table(schema)} set migration_id = @to where migration_id = @from")
        {
            Parameters = { new("from", from), new("to", to) },
        };

    /// <summary>
    /// A statement that sets <c>schema.version</c> in <c>service_settings</c> to the last migration that is applied; it comes after those
    /// that change the history, in their transaction. A schema without that table has no version.
    /// </summary>
    public static NpgsqlBatchCommand SetSchemaVersion(string schema)
    {
        var settings = SqlText.Identifier(schema, "service_settings");
        return new(
            $"""
            do $capsule$
            begin
                if to_regclass({SqlText.Literal(settings)}) is not null then
                    insert into {settings} as setting (key, value, description)
                    select 'schema.version', to_jsonb(coalesce(max(migration_id), '')), 'The last migration that is applied.'
                    from {Table(schema)} where position('/' in migration_id) = 0
                    on conflict (key) do update set value = excluded.value, description = excluded.description
                    where setting.value <> excluded.value;
                end if;
            end
            $capsule$
            """
        );
    }

    private static string Table(string schema) => SqlText.Identifier(schema, ServiceDbContextOptions.HistoryTable);
}
