using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>What of a service's schema and its histories exists, and what the owner may create.</summary>
/// <param name="Owner">The owner's role.</param>
/// <param name="Database">The database.</param>
/// <param name="HasSchema">Whether the schema exists.</param>
/// <param name="HasTables">Whether both histories exist with all their columns.</param>
/// <param name="MayCreateSchema">Whether the owner has CREATE on the database.</param>
/// <param name="MayCreateTables">Whether the owner has CREATE on the schema.</param>
internal sealed record HistoryRights(
    string Owner,
    string Database,
    bool HasSchema,
    bool HasTables,
    bool MayCreateSchema,
    bool MayCreateTables
)
{
    private const string Sql = """
        select current_user::text as owner, current_database()::text as database, n.oid is not null as has_schema,
               to_regclass(@applied) is not null and exists (
                   select from pg_attribute where attrelid = to_regclass(@history) and attname = 'step_checksums' and not attisdropped
               ) as has_tables,
               has_database_privilege(current_database(), 'CREATE') as may_create_schema,
               coalesce(has_schema_privilege(n.oid, 'CREATE') and has_schema_privilege(n.oid, 'USAGE'), false) as may_create_tables
          from (values (@schema)) v (name) left join pg_namespace n on n.nspname = v.name
        """;

    /// <summary>Reads them.</summary>
    public static async Task<HistoryRights> ReadAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new("schema", schema),
                new("history", SqlText.Identifier(schema, SchemaHistory.TableName)),
                new("applied", SqlText.Identifier(schema, ServiceDbContextOptions.HistoryTable)),
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new HistoryRights(
            reader.Field<string>("owner"),
            reader.Field<string>("database"),
            reader.Field<bool>("has_schema"),
            reader.Field<bool>("has_tables"),
            reader.Field<bool>("may_create_schema"),
            reader.Field<bool>("may_create_tables")
        );
    }

    /// <summary>Refuses an owner that may not create what is missing.</summary>
    /// <exception cref="MigrationException">The owner lacks CREATE on the database or on the schema.</exception>
    public void RequireCreate(string schema)
    {
        if (!HasSchema && !MayCreateSchema)
        {
            throw new MigrationException(
                MigrationErrorKind.Configuration,
                $"The schema {schema} does not exist, and the role {Owner} lacks the privilege CREATE on the database {Database}. As its owner run: "
                    + $"create schema {SqlText.Identifier(schema)} authorization {SqlText.Identifier(Owner)};"
            );
        }

        if (HasSchema && !MayCreateTables)
        {
            throw new MigrationException(
                MigrationErrorKind.Configuration,
                $"The role {Owner} lacks the privilege CREATE or USAGE on the schema {schema} of the database {Database}. As the schema's owner "
                    + $"run: grant create, usage on schema {SqlText.Identifier(schema)} to {SqlText.Identifier(Owner)};"
            );
        }
    }
}
