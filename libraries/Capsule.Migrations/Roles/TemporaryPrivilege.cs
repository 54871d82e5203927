using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// The privilege TEMPORARY, with which the API's role could create types and tables that hide those of the catalogue from other code in
/// its session. PUBLIC has it on every new database.
/// </summary>
internal sealed class TemporaryPrivilege(NpgsqlConnection connection, ApiRole role)
{
    // A role that the API's role inherits from counts as well.
    private const string Sql = """
        select current_user::text, pg_get_userbyid(d.datdba)::text,
               (select array_agg(case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end order by a.grantee)
                  from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                 where a.privilege_type = 'TEMPORARY' and case a.grantee when 0 then true else pg_has_role($1, a.grantee, 'usage') end)
          from pg_database d
         where d.datname = current_database() and has_database_privilege($1, d.oid, 'temporary')
        """;

    /// <summary>Checks that revoking the privilege had an effect; a revoke by a role that may not revoke is only a warning.</summary>
    /// <exception cref="MigrationException">
    /// The API's role still has the privilege; the message holds the statement that takes it away.
    /// </exception>
    public async Task RefuseAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = role.Name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return;
        }

        var migrator = SqlText.Identifier(reader.GetString(0));
        var owner = SqlText.Identifier(reader.GetString(1));
        var grantees = string.Join(", ", await reader.GetFieldValueAsync<string[]>(2, cancellationToken));
        var database = SqlText.Identifier(connection.Database);
        throw new MigrationException(
            MigrationErrorKind.RoleRefused,
            $"The API's role {SqlText.Identifier(role.Name)}: it may create temporary objects in the database {database}, through {grantees}, "
                + $"and the migrating role {migrator} cannot revoke that. Let the database's owner {owner} or a superuser run: "
                + $"revoke temporary on database {database} from {grantees}; grant temporary on database {database} to {migrator}; "
                + "then run migrate again. What is applied stays applied."
        );
    }
}
