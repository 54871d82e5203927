using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Gives the API's role what it needs on its schema: rows of every table (those of the history of migrations to read only, and less where
/// the model says so: <see cref="ApiRights"/>), sequences, functions; now and for tables that later migrations make. Takes away what it
/// should not have.
/// </summary>
internal sealed class ApiRoleGrants(NpgsqlConnection connection, string schema, ApiRole role, IReadOnlyModel model)
{
    private string Role => SqlText.Identifier(role.Name);

    private string Schema => SqlText.Identifier(schema);

    /// <summary>Grants and revokes in one transaction, so that a running service never misses a right in between.</summary>
    /// <exception cref="MigrationException">Afterwards the role may still do too little or too much.</exception>
    public async Task GrantAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(Statements(), connection, transaction))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await CheckAsync(cancellationToken);
        await new TemporaryPrivilege(connection, role).RefuseAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private string Statements()
    {
        var database = SqlText.Identifier(connection.Database);
        var history = SqlText.Identifier(schema, ServiceDbContextOptions.HistoryTable);
        return $"""
            revoke create, temporary on database {database} from public, {Role};
            grant connect on database {database} to {Role};
            revoke create on schema public from public;
            revoke all on schema {Schema} from public, {Role};
            grant usage on schema {Schema} to {Role};
            revoke all on all tables in schema {Schema} from public, {Role};
            grant select, insert, update, delete on all tables in schema {Schema} to {Role};
            revoke insert, update, delete on {history}, {SqlText.Identifier(schema, SchemaHistory.TableName)} from {Role};
            revoke all on all sequences in schema {Schema} from public, {Role};
            grant usage, select on all sequences in schema {Schema} to {Role};
            revoke all on all routines in schema {Schema} from public, {Role};
            grant execute on all routines in schema {Schema} to {Role};
            alter default privileges in schema {Schema} grant select, insert, update, delete on tables to {Role};
            alter default privileges in schema {Schema} grant usage, select on sequences to {Role};
            {string.Concat(model.GetEntityTypes().Select(Restriction))}
            """;
    }

    // Not there where a target is older than the table. Nobody needs a partition but through its parent.
    private string Restriction(IReadOnlyEntityType entity) =>
        ApiRights.Of(entity) is not { } privileges
            ? ""
            : $"""
                do $do$
                declare
                    restricted regclass := to_regclass({SqlText.Literal(SqlText.Identifier(schema, entity.GetTableName()!))});
                    part regclass;
                    columns text;
                begin
                    if restricted is not null then
                        execute format('revoke all on %s from %I; grant {privileges} on %1$s to %2$I', restricted, {SqlText.Literal(
                    role.Name
                )});
                        {Columns(ApiRights.SetByDatabase(entity))}
                        for part in select inhrelid from pg_inherits where inhparent = restricted loop
                            execute format('revoke all on %s from %I', part, {SqlText.Literal(role.Name)});
                        end loop;
                    end if;
                end $do$;

                """;

    // Of the columns that are there: a target may be older than some.
    private string Columns(IReadOnlyList<string> setByDatabase) =>
        setByDatabase is []
            ? ""
            : $"""
                select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
                    where attrelid = restricted and attnum > 0 and not attisdropped and attname <> all(array[{string.Join(
                    ", ",
                    setByDatabase.Select(SqlText.Literal)
                )}]);
                execute format('revoke insert on %s from %I; grant insert (%s) on %1$s to %2$I', restricted, {SqlText.Literal(
                    role.Name
                )}, columns);
                """;

    /// <summary>A revoke by somebody who may not revoke is only a warning: ask what the role can do in the end.</summary>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            select concat_ws(', ',
                case when not has_database_privilege($1, current_database(), 'connect') then 'it may not connect to the database' end,
                case when not has_schema_privilege($1, $2, 'usage') then 'it may not use its schema' end,
                case when has_database_privilege($1, current_database(), 'create') then 'it may create schemas' end,
                case when has_schema_privilege($1, $2, 'create') then 'it may create in its schema' end,
                case when has_schema_privilege($1, 'public', 'create') then 'it may create in the schema public' end)
            """;
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = role.Name },
                new() { Value = schema },
            },
        };
        if (await command.ExecuteScalarAsync(cancellationToken) is string { Length: > 0 } findings)
        {
            throw new MigrationException(
                MigrationErrorKind.RoleRefused,
                $"The API's role {Role}: {findings}, and the migrating role cannot change that. Migrate as the owner of the database and the schema."
            );
        }
    }
}
