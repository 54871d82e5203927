using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Capsule.Migrations;

/// <summary>
/// The statements that give the API's role what it needs: rows of every table (those of the history of migrations to read only, and fewer
/// privileges where the model says so: <see cref="ApiRights"/>), sequences, functions; now and for tables that later migrations make. They
/// revoke everything else.
/// </summary>
/// <param name="schema">The service's schema.</param>
/// <param name="role">The name of the API's role.</param>
/// <param name="model">The service's model.</param>
internal sealed class ApiRoleSql(string schema, string role, IReadOnlyModel model)
{
    private string Role => SqlText.Identifier(role);

    private string Schema => SqlText.Identifier(schema);

    /// <summary>The statements for the database, whose name is given as SQL writes it.</summary>
    public string OnDatabase(string database) =>
        $"""
            revoke create, temporary on database {database} from public, {Role};
            grant connect on database {database} to {Role};

            """;

    /// <summary>The statements for the schema and what is in it.</summary>
    public string OnSchema()
    {
        var history = SqlText.Identifier(schema, ServiceDbContextOptions.HistoryTable);
        return $"""
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

    // A table is missing if the target is older. Partitions are only used through their parent.
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
                        execute format('revoke all on %s from %I; grant {privileges} on %1$s to %2$I', restricted, {SqlText.Literal(role)});
                        {Columns(ApiRights.SetByDatabase(entity))}
                        for part in select inhrelid from pg_inherits where inhparent = restricted loop
                            execute format('revoke all on %s from %I', part, {SqlText.Literal(role)});
                        end loop;
                    end if;
                end $do$;

                """;

    // Only of existing columns, because a target may be older than some.
    private string Columns(IReadOnlyList<string> setByDatabase) =>
        setByDatabase is []
            ? ""
            : $"""
                select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
                    where attrelid = restricted and attnum > 0 and not attisdropped and attname <> all(array[{string.Join(
                    ", ",
                    setByDatabase.Select(SqlText.Literal)
                )}]);
                execute format('revoke insert on %s from %I; grant insert (%s) on %1$s to %2$I', restricted, {SqlText.Literal(role)}, columns);
                """;
}
